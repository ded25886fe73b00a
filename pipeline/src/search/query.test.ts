import { describe, expect, it } from 'vitest'
import { makeTerm, parseTerm, termName } from './query-term.js'
import { queryVector } from './query-vector.js'

describe('parseTerm', () => {
  it.each([
    ['a red circle', { kind: 'text', text: 'a red circle' }],
    ['key: 000010002', { kind: 'key', key: '000010002' }],
    ['image:a:b.png', { kind: 'image', file: 'a:b.png' }],
    ['text:key:1', { kind: 'text', text: 'key:1' }],
    ['http://a.example', { kind: 'text', text: 'http://a.example' }],
    ['two\nlines', { kind: 'text', text: 'two\nlines' }],
  ])('%j', (written, term) => expect(parseTerm(written, 'plus')).toEqual(term))

  it.each(['', ' ', 'key:', 'image: '])('refuses %j', (written) => {
    expect(() => parseTerm(written, 'minus')).toThrow('after --minus, got nothing')
  })

  it('keeps control characters out of names', () => {
    expect(termName(makeTerm('text', 'a\u001b[31m', 'text'))).toBe('"a\\u001b[31m"')
  })
})

describe('queryVector', () => {
  const of = (...values: readonly number[]) => Float32Array.from(values)

  it('is of length 1, whatever the parts are', () => {
    const sum = queryVector([of(2, 0, 0), of(0, 0.5, 0)], [of(0, 0, 3)])
    const third = Math.fround(1 / Math.sqrt(3))
    expect([...sum]).toEqual([third, third, -third])
  })

  it('may consist of what is unwanted alone', () => {
    expect([...queryVector([], [of(0, 1)])]).toEqual([0, -1])
  })

  it.each([
    [[of(1, 0)], [of(2, 0)]],
    [[of(0, 0)], []],
    [[], []],
  ])('refuses parts that cancel out', (plus, minus) => {
    expect(() => queryVector(plus, minus)).toThrow('cancel out')
  })
})
