import { describe, expect, it } from 'vitest'
import { evaluateTerm, parseWhere } from './parse-where.js'

const COLUMNS = new Map([
  ['n', 'number'],
  ['i', 'integer'],
  ['s', 'string'],
  ['b', 'boolean'],
] as const)

function evaluate(text: string, row: Readonly<Record<string, unknown>>): boolean | null | undefined {
  const [term] = parseWhere(text, COLUMNS).terms
  return term && evaluateTerm(term, row)
}

describe('evaluateTerm', () => {
  it.each([
    ['n > 0.5', { n: 0.6 }, true],
    ['n > 0.5', { n: 0.5 }, false],
    ['n > 0.5', {}, null],
    ['n > 0.5', { n: null }, null],
    ['n > 0.5', { n: undefined }, null],
    ['n > 0.5', { n: Number.NaN }, null],
    ['n > 0.5', { n: Number.POSITIVE_INFINITY }, true],
    ['not (n > 0.5)', { n: null }, null],
    ['not (n > 0.5)', { n: 0.1 }, true],
    ['n is null', { n: Number.NaN }, true],
    ['n = 0', { n: -0 }, true],
    ['n > 1 or b', { b: true }, true],
    ['n > 1 or b', { b: false }, null],
    ['not (n > 1 and b)', { b: false }, true],
    ['i = 9007199254740993', { i: 9007199254740993n }, true],
    ['i = 9007199254740993', { i: 9007199254740992 }, false],
    ['i > 9007199254740992.0', { i: 9007199254740993n }, true],
    ['i < 1e300', { i: 9223372036854775807n }, true],
    ['i > 2.5', { i: 3 }, true],
    ["s < '\uff5e'", { s: '\u{1f600}' }, false],
    ["s = ''", { s: '' }, true],
    ["s not in ('a')", { s: null }, null],
    ["s contains 'noai'", { s: 'noai, noindex' }, true],
    ["s contains 'NOAI'", { s: 'noai' }, false],
    ["s contains ''", { s: 'a' }, true],
    ["s not contains 'a'", { s: 'b' }, true],
    ["s not contains 'a'", { s: null }, null],
    ['b', { b: null }, null],
    ['b != true', { b: false }, true],
    ['n between 1 and 2', { n: 2 }, true],
    ['n not between 1 and 2', { n: null }, null],
  ])('%s on %o is %s', (text, row, expected) => {
    expect(evaluate(text, row)).toBe(expected)
  })

  it('refuses a cell of another type', () => {
    expect(() => evaluate('n > 1', { n: '2' })).toThrow('Expected number for n, got string')
  })

  it('does not read inherited properties', () => {
    const [term] = parseWhere('constructor is null', new Map([['constructor', 'string']])).terms
    expect(term && evaluateTerm(term, {})).toBe(true)
  })
})
