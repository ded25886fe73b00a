import { expect, it } from 'vitest'
import { groupName } from './group-name.js'

it('names languages and scripts in English, and top-level domains with their dot', () => {
  expect(groupName({ axis: 'language', label: 'de' })).toBe('German (de)')
  expect(groupName({ axis: 'script', label: 'Cyrl' })).toBe('Cyrillic (Cyrl)')
  expect(groupName({ axis: 'tld', label: 'com' })).toBe('.com')
})

it('leaves what is no code as it is, without what turns its direction', () => {
  expect(groupName({ axis: 'language', label: 'not known' })).toBe('not known')
  expect(groupName({ axis: 'tld', label: 'not known' })).toBe('not known')
  expect(groupName({ axis: 'gender', label: 'woman' })).toBe('woman')
  expect(groupName({ axis: 'language', label: '"><i>\u202e' })).toBe('"><i>')
})
