import { expect, it } from 'vitest'
import { languageName, NOT_KNOWN, plainName, scriptName, tldName } from './part-name.js'

it('names languages and scripts by their codes', () => {
  expect(languageName('de')).toBe('German (de)')
  expect(scriptName('Cyrl')).toBe('Cyrillic (Cyrl)')
})

it('leaves what is no code, without its bidi controls', () => {
  expect(languageName('zh-\u202eTW')).toBe('zh-TW')
  expect(scriptName('Latin')).toBe('Latin')
  expect(languageName('xqz')).toBe('xqz')
})

it('says what null stands for', () => {
  expect([languageName(null), scriptName(null), plainName(null), tldName(null)]).toEqual(
    Array.from({ length: 4 }, () => NOT_KNOWN),
  )
})

it('puts a dot before a top-level domain once', () => {
  expect([tldName('de'), tldName('.de')]).toEqual(['.de', '.de'])
})
