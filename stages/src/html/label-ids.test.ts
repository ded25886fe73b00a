import { describe, expect, it } from 'vitest'
import { MAX_LABELS } from './image-finder.js'
import { joinLabels, labelIds } from './label-ids.js'

const idsOf = (value: string): readonly string[] => labelIds(new Map([['aria-labelledby', value]]))

describe('labelIds', () => {
  it.each<[value: string, ids: readonly string[]]>([
    ['', []],
    [' \t\r\n\f', []],
    ['a', ['a']],
    [' a\n b\ta ', ['a', 'b', 'a']],
    // No other white space parts ids (HTML 2.3.7).
    ['a\u00A0b\u000Bc', ['a\u00A0b\u000Bc']],
    ['__proto__ constructor', ['__proto__', 'constructor']],
  ])('%j', (value, ids) => {
    expect(idsOf(value)).toEqual(ids)
  })

  it('none without the attribute', () => {
    expect(labelIds(new Map([['alt', 'a']]))).toEqual([])
  })

  it(`takes ${MAX_LABELS} of a million`, () => {
    expect(idsOf('a '.repeat(1e6))).toHaveLength(MAX_LABELS)
    expect(idsOf(' '.repeat(5e6))).toEqual([])
  })
})

describe('joinLabels', () => {
  it.each<[ids: readonly string[], joined: string | null]>([
    [[], null],
    [['c'], null],
    [['a'], 'x'],
    [['b', 'c', 'a', 'b'], 'y x y'],
    [['e'], ''],
    [['__proto__'], null],
  ])('%j', (ids, joined) => {
    const texts = new Map([
      ['a', 'x'],
      ['b', 'y'],
      ['e', ''],
    ])
    expect(joinLabels(ids, texts)).toBe(joined)
  })
})
