import { describe, expect, it } from 'vitest'
import type { KindName } from './kinds.js'
import { printMistakes, printTruthTable } from './print-truth-table.js'
import type { JudgedRow } from './read-fates.js'
import { truthTable, worstMistakes } from './truth-table.js'

const row = (kind: KindName, fate: string, similarity: number | null = null): JudgedRow => ({
  kind,
  page_url: 'http://a.example/',
  image_index: 0,
  url: `http://a.example/${kind}-${fate}-${similarity}`,
  text: kind === 'missing-alt' ? null : 'a red circle',
  expected:
    kind === 'missing-alt' ? ['no candidate'] : kind.startsWith('wrong') ? ['low_similarity'] : ['kept'],
  outcome: fate === 'none' ? null : fate === 'kept' ? 'kept' : fate === 'timeout' ? 'failed' : 'dropped',
  reason: fate === 'kept' || fate === 'none' ? null : fate,
  similarity,
  key: null,
})

// One object: 3 of 4 right kept, 1 of 2 wrong kept. Two objects: 1 of 2 right kept, 1 of 4 wrong kept.
const rows: readonly JudgedRow[] = [
  row('right-one-object', 'kept', 0.9),
  row('right-one-object', 'kept', 0.8),
  row('right-one-object', 'kept', 0.7),
  row('right-one-object', 'low_similarity', 0.2),
  row('wrong-one-object', 'kept', 0.6),
  row('wrong-one-object', 'low_similarity', 0.1),
  row('right-two-objects', 'kept', 0.9),
  row('right-two-objects', 'timeout'),
  row('wrong-in-two-objects', 'low_similarity', 0.3),
  row('wrong-in-two-objects', 'low_similarity', 0.2),
  row('swapped-objects', 'kept', 0.8),
  row('swapped-objects', 'low_similarity', 0.3),
  row('many-pages', 'kept', 0.9),
  row('many-pages', 'dup_url'),
  row('many-pages', 'dup_url'),
  row('german', 'no_score'),
  row('missing-alt', 'none'),
]

describe('truthTable', () => {
  const table = truthTable(rows)

  it('counts each kind: planted = kept + dropped + failed + no candidate', () => {
    const kinds = new Map(table.kinds.map((kind) => [kind.kind, kind]))
    expect(kinds.get('right-two-objects')).toEqual({
      kind: 'right-two-objects',
      planted: 2,
      candidates: 2,
      kept: 1,
      dropped: {},
      failed: { timeout: 1 },
      asExpected: 1,
    })
    expect(kinds.get('missing-alt')).toMatchObject({ planted: 1, candidates: 0, kept: 0, asExpected: 1 })
    expect(kinds.get('many-pages')).toMatchObject({ planted: 3, kept: 1, dropped: { dup_url: 2 } })
    expect(kinds.has('arabic')).toBe(false)
  })

  it('counts precision and recall over pairs that are right or wrong, each URL once', () => {
    expect(table.oneObject).toMatchObject({ precision: 3 / 4, recall: 3 / 4, keptWrong: 1, wrong: 2 })
    expect(table.twoObjects).toMatchObject({ precision: 1 / 2, recall: 1 / 2, keptWrong: 1, wrong: 4 })
    expect(table.all).toMatchObject({ precision: 5 / 7, recall: 5 / 7, right: 7, wrong: 6 })
    expect(table.detected).toEqual({
      'wrong-one-object': 1 / 2,
      'wrong-in-two-objects': 1,
      'swapped-objects': 1 / 2,
    })
  })

  it('has no ratio without a denominator', () => {
    expect(truthTable([row('german', 'no_score')]).all).toMatchObject({ precision: null, recall: null })
  })

  it('prints every kind, and the mistakes', () => {
    const text = printTruthTable(table)
    expect(text).toMatch(/^ {2}right-one-object +4 +3 +1 +75\.0 % {2}low_similarity 1$/m)
    expect(text).toMatch(/^ {2}one object +75\.0 % +75\.0 % +50\.0 % {2}3 of 4 right, 1 of 2 wrong pairs$/m)
    expect(printMistakes({ kept: [], cut: [] })).toBe('')
    expect(printMistakes(worstMistakes(rows, 1))).toContain('  0.800  swapped-objects: "a red circle"\n')
  })
})

describe('worstMistakes', () => {
  it('takes the wrong ones kept from the top, and the right ones cut from the bottom', () => {
    const { kept, cut } = worstMistakes(rows, 5)
    expect(kept.map(({ similarity }) => similarity)).toEqual([0.8, 0.6])
    expect(cut.map(({ similarity }) => similarity)).toEqual([0.2])
    expect(worstMistakes(rows, 1).kept).toHaveLength(1)
  })
})
