import { expect, test } from 'vitest'
import { normaliseText } from './normalise-text.js'

const marks = (count: number) => '\u0301\u0323'.repeat(count / 2)

test('is NFC', () => {
  for (const text of ['Cafe\u0301', `x${marks(256)}y${marks(256)}`, 'a\u0323\u0302', '각', ''])
    expect(normaliseText(text)).toBe(text.normalize('NFC'))
})

test('sorts marks beyond 256 in a row apart from those before', () => {
  const sorted = (count: number) => '\u0323'.repeat(count / 2) + '\u0301'.repeat(count / 2)
  expect(normaliseText(`x${marks(300)}é`)).toBe(`x${sorted(256)}${sorted(44)}é`)
})
