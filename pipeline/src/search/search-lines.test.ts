import { describe, expect, it } from 'vitest'
import { countsLine, fateOf, methodLine, queryLine } from './search-lines.js'
import type { Hit, SearchReport } from './search-report.js'

const hit: Hit = {
  rank: 1,
  similarity: 0.5,
  key: '000010002',
  url: 'https://a.example/1.jpg',
  text: 'a circle',
  pair_similarity: 0.3,
  fate: 'cut',
  reason: 'low_similarity',
  filter: 'select.keep: similarity_toy >= 0.588',
  value: 0.269_712,
  shadow: false,
  sha256: null,
  phash: null,
  duplicates: [],
}
const report: SearchReport = {
  version: 1,
  run: 'run',
  model: { name: 'toy', id: 'toy-1', toy: true },
  query: { plus: ['"a circle"'], minus: ['key 7'] },
  side: 'image',
  in: 'kept',
  fold: 'sha256',
  method: { kind: 'exact' },
  counts: {
    rows: 598,
    searched: 450,
    hidden: { kept: 0, cut: 138, unjudged: 10 },
    no_embedding: 2,
    not_finite: 1,
    folded: 4,
  },
  notes: [],
  results: [hit],
}

describe('what a search says', () => {
  it('counts every row that it hides, and why', () => {
    expect(countsLine(report)).toBe(
      'searched 450 of 598 scored rows: 138 cut hidden (use --in cut or both); 10 not judged hidden (use --in both); 4 duplicates folded by sha256; 2 without an embedding; 1 with an embedding that is not finite',
    )
    const none = {
      ...report.counts,
      searched: 598,
      hidden: { kept: 0, cut: 0, unjudged: 0 },
      no_embedding: 0,
      not_finite: 0,
    }
    expect(countsLine({ ...report, counts: { ...none, folded: 1 } })).toBe(
      'searched 598 of 598 scored rows: none hidden; 1 duplicate folded by sha256',
    )
  })

  it('tells a fate with its filter and what it saw', () => {
    expect(fateOf(hit)).toBe('low_similarity: similarity_toy >= 0.588 (0.2697)')
    expect(fateOf({ ...hit, shadow: true })).toContain(', in the shadow sample')
    expect(fateOf({ ...hit, fate: 'kept' })).toBe('kept')
    expect(fateOf({ ...hit, fate: 'unjudged' })).toBe('not judged')
  })

  it('says what may be missed', () => {
    expect(methodLine(report)).toContain('exact')
    const recall = { at: 10, queries: 100, value: 0.9512 }
    const method = { kind: 'index', library: 'usearch', recall } as const
    expect(methodLine({ ...report, method })).toContain('approximate: usearch, recall@10 0.951')
  })

  it('repeats the query', () => {
    expect(queryLine(report)).toBe('Pictures near "a circle", far from key 7')
    expect(queryLine({ ...report, query: { plus: [], minus: ['key 7'] } })).toBe('Pictures far from key 7')
  })
})
