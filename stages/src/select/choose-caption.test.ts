import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { useDuck } from '../parquet/duck.js'
import { chooseCaption, mixPlace } from './choose-caption.js'

const candidates = [
  { text: 'low', score: 0.1 },
  { text: 'high', score: 0.3 },
  { text: 'also high', score: 0.3 },
  { text: 'unknown', score: null },
]
const sample = { key: 'k', alt: 'alt', altScore: 0.2, candidates }
const alt = { caption: 'alt', caption_source: 'alt' }
const high = { caption: 'high', caption_source: 'synthetic' }
const none = { caption: null, caption_source: null }

describe('chooseCaption', () => {
  it('follows each rule', () => {
    expect(chooseCaption({ kind: 'alt' }, sample, 1)).toEqual(alt)
    expect(chooseCaption({ kind: 'synthetic' }, sample, 1)).toEqual(high)
    expect(chooseCaption({ kind: 'best' }, sample, 1)).toEqual(high)
    expect(chooseCaption({ kind: 'best' }, { ...sample, altScore: 0.3 }, 1)).toEqual(alt)
    expect(chooseCaption({ kind: 'mix', synthetic: 0 }, sample, 1)).toEqual(alt)
    expect(chooseCaption({ kind: 'mix', synthetic: 1 }, sample, 1)).toEqual(high)
  })

  it.each([
    [0.2, alt],
    [0.25, high],
    [0.3, high],
    [0.31, none],
    [null, none],
  ])('raw_then_synth at %s', (threshold, chosen) => {
    expect(chooseCaption({ kind: 'raw_then_synth', threshold }, sample, 1)).toEqual(chosen)
  })

  it('falls back to what there is, but not below a threshold', () => {
    const bare = { ...sample, candidates: [] }
    for (const kind of ['synthetic', 'best'] as const) expect(chooseCaption({ kind }, bare, 1)).toEqual(alt)
    expect(chooseCaption({ kind: 'alt' }, { ...sample, alt: '' }, 1)).toEqual(high)
    expect(chooseCaption({ kind: 'synthetic' }, { ...bare, alt: '' }, 1)).toEqual(none)
    expect(chooseCaption({ kind: 'raw_then_synth', threshold: 0.25 }, bare, 1)).toEqual(none)
  })

  it('takes what is no number for no score', () => {
    const odd = { ...sample, altScore: null, candidates: [{ text: 'odd', score: Number.NaN }] }
    expect(chooseCaption({ kind: 'best' }, odd, 1)).toEqual(alt)
    expect(chooseCaption({ kind: 'raw_then_synth', threshold: -9 }, odd, 1)).toEqual(none)
  })
})

describe('mixPlace', () => {
  it('is what DuckDB computes of the same key', async () => {
    const options = { scratch: tmpdir(), memoryBytes: 2 ** 28, threads: 1 }
    const rows = await useDuck(options, (duck) =>
      duck.rows<{ key: string; place: number }>(
        `SELECT "key", ('0x' || left(md5('5:caption:' || "key"), 12))::BIGINT / 281474976710656 AS place
       FROM (SELECT 'é' || range AS "key" FROM range(200))`,
      ),
    )
    for (const { key, place } of rows) expect(mixPlace(key, 5)).toBe(place)
    expect(rows).toHaveLength(200)
  })
})
