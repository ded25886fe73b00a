import { type Candidate, dropped, kept } from '@warc2dataset/schemas'
import { filterStage, type Stage } from '../stage.js'

export const FILTER_TEXT = { name: 'filter-text', version: 2 } as const

export interface FilterTextOptions {
  /** Code points. */
  readonly minLength: number
  /** Texts that may become TEXT; every candidate has one. */
  readonly kinds: readonly string[]
}

/** Drops candidates whose longest text of these kinds has fewer than `minLength` code points. */
export function filterText({ minLength, kinds }: FilterTextOptions): Stage<Candidate, Candidate> {
  const wanted = new Set(kinds)
  return filterStage(FILTER_TEXT, (row) => {
    if (minLength === 0) return kept(row)
    const lengths = row.texts.filter(({ kind }) => wanted.has(kind)).map(({ text }) => [...text].length)
    const score = Math.max(0, ...lengths)
    const verdict = { filter: `text_length >= ${minLength}`, score, value: null, pass: score >= minLength }
    return verdict.pass ? kept(row, [verdict]) : dropped('text_short', verdict)
  })
}
