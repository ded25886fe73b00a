import { expect, it } from 'vitest'
import { mentionsKey } from './mentions-key.js'

it('finds the key, or 8 characters of it, and takes short ones for no secret', () => {
  const key = 'sk-abcdefgh-1234'
  expect(mentionsKey(`Bearer ${key}`, key)).toBe(true)
  expect(mentionsKey('Incorrect: ****FGH-1234', key)).toBe(true)
  expect(mentionsKey('Incorrect: sk-abcd***1234', key)).toBe(false)
  expect(mentionsKey('none at all', 'none')).toBe(false)
  expect(mentionsKey('anything', null)).toBe(false)
})
