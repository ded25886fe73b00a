import { expect, test } from 'vitest'
import { displayText, languageTag, shorten } from './display-text.js'

test('bidi controls and control characters go, line ends and tabs become spaces', () => {
  expect(displayText('a\u202egpj.exe\u202c b\u2066c\u2069\u200f')).toBe('agpj.exe bc')
  expect(displayText('a\u0000b\u001b[31mc\u0085d\u007fe')).toBe('ab[31mcde')
  expect(displayText('one\ttwo\r\nthree')).toBe('one two  three')
})

test('letters of right-to-left scripts, joiners and emoji stay', () => {
  const text = 'שלום صورة नमस्ते 👩‍🚀'
  expect(displayText(text)).toBe(text)
})

test('a text is shortened by code points and never inside one', () => {
  expect(shorten('abc', 3)).toBeNull()
  expect(shorten('abcd', 3)).toBe('abc…')
  expect(shorten('🦊🦊🦊', 3)).toBeNull()
  expect(shorten('🦊🦊🦊🦊', 3)).toBe('🦊🦊🦊…')
})

test('only a plain ISO 639 code becomes an attribute', () => {
  expect(languageTag('de')).toBe('de')
  expect(languageTag('haw')).toBe('haw')
  expect(languageTag('x" onload="1')).toBeUndefined()
  expect(languageTag('EN')).toBeUndefined()
  expect(languageTag(null)).toBeUndefined()
})
