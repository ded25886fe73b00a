import { describe, expect, it } from 'vitest'
import { hashOf } from './hash-of.js'

describe('hashOf', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(hashOf({ a: 1, b: { c: [{ d: 1, e: 2 }], f: null } })).toBe(
      hashOf({ b: { f: null, c: [{ e: 2, d: 1 }] }, a: 1 }),
    )
  })

  it.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: '1' }, { a: 1 }],
    [{ a: null }, {}],
    [{ a: {} }, { a: [] }],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
  ])('tells %j from %j', (a, b) => expect(hashOf(a)).not.toBe(hashOf(b)))

  it('is a sha256 that stays what it was: commits on disk are found by it', () => {
    expect(hashOf({ b: 1, a: ['x'] })).toBe(
      '9bfce180614e8aaffe8a52084e7be3ee3b4c2e740cae2793550177f953f11c04',
    )
  })
})
