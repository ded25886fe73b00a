import type { Lexicon } from '@warc2dataset/schemas'
import type { StepOfWay } from '../pair-table.js'
import type { TestPair } from '../test-pairs.js'
import type { MatchedGroup } from './match-groups.js'

/** For tests: one filter, or two of a phase. */
export const FILTERS: readonly StepOfWay[] = [
  { phase: 'select', filter: 'similarity >= 0.28', code: null, outcome: 'dropped' },
  { phase: 'select', filter: 'width >= 200', code: null, outcome: 'dropped' },
]

export const CUT: TestPair = {
  kept: false,
  left_phase: 4,
  left_step: 0,
  saw: 1,
  cut: 1,
  saw_all: 1,
  cut_all: 1,
}
export const PASSED: TestPair = { kept: true, left_phase: 5, left_step: -1, saw: 1, saw_all: 1 }

/** `n` rows that the first filter saw, `k` of which it cut, in 37 domains. */
export function block(n: number, k: number, more: TestPair = {}): readonly TestPair[] {
  return Array.from({ length: n }, (_, at) => ({
    ...(at < k ? CUT : PASSED),
    cluster: at % 37,
    language: 'en',
    ...more,
  }))
}

/** Pairs of several blocks, and which of them mention a group: the blocks with a number. */
export function joinBlocks(
  blocks: readonly (readonly [rows: readonly TestPair[], ...groups: readonly number[]])[],
): { readonly pairs: readonly TestPair[]; readonly mentions: readonly (readonly [number, number])[] } {
  const pairs: TestPair[] = []
  const mentions: (readonly [number, number])[] = []
  for (const [rows, ...groups] of blocks) {
    for (const pair of rows) {
      for (const group of groups) mentions.push([pairs.length, group])
      pairs.push(pair)
    }
  }
  return { pairs, mentions }
}

export function mentioned(id: string, ...languages: readonly string[]): MatchedGroup {
  const axis = id.split('.')[0] ?? ''
  return { id, axis, label: id, lang: languages.length === 1 ? (languages[0] ?? null) : null, languages }
}

export function lexicon(
  axis: string,
  lang: string,
  sets: Readonly<Record<string, readonly string[]>>,
): Lexicon {
  return {
    id: `${axis}.${lang}`,
    version: '1',
    axis,
    lang,
    author: 'test',
    licence: 'CC0-1.0',
    note: '',
    sets: Object.entries(sets).map(([id, terms]) => ({
      id,
      label: id,
      terms: [...terms],
      exclude: [],
      match: 'word' as const,
    })),
  }
}
