import { describe, expect, it } from 'vitest'
import { parseHashLine } from './hash-line.js'

const SHA = 'ab'.repeat(32)

describe('parseHashLine', () => {
  it.each([
    [SHA, { kind: 'sha256', hex: SHA }],
    [SHA.toUpperCase(), { kind: 'sha256', hex: SHA }],
    [`sha256:${SHA}\r`, { kind: 'sha256', hex: SHA }],
    [`  MD5: ${SHA.slice(32)} `, { kind: 'md5', hex: SHA.slice(32) }],
    ['phash:c3D4e5f60718293a', { kind: 'phash', hex: 'c3d4e5f60718293a' }],
    ['c3d4e5f60718293a', { kind: 'phash', hex: 'c3d4e5f60718293a' }],
    ['', null],
    [' \t\r', null],
    ['# comment', null],
  ])('reads %j', (line, entry) => {
    expect(parseHashLine(line)).toEqual(entry)
  })

  it.each([
    SHA.slice(1),
    `${SHA}0`,
    `md5:${SHA}`,
    `sha1:${SHA.slice(24)}`,
    `${SHA},cat.jpg`,
    `${SHA}  cat.jpg`,
    'https://example.org/cat.jpg',
    `${SHA.slice(2)}xy`,
    'phash:',
  ])('refuses %j and tells no more than its beginning', (line) => {
    const parsed = parseHashLine(line)
    expect(parsed).toEqual({
      got: `${line.length} characters that begin with ${JSON.stringify(line.slice(0, 4))}`,
    })
  })
})
