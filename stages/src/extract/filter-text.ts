import { type Candidate, dropped, kept } from '@warc2dataset/schemas'
import { filterStage, type Stage } from '../stage.js'

export const FILTER_TEXT = { name: 'filter-text', version: 1 } as const

/** Drops candidates whose longest text has fewer than `minLength` code points. */
export function filterText({ minLength }: { readonly minLength: number }): Stage<Candidate, Candidate> {
  return filterStage(FILTER_TEXT, (row) => {
    if (minLength === 0) return kept(row)
    const score = Math.max(...row.texts.map(({ text }) => [...text].length))
    const verdict = { filter: `text_length >= ${minLength}`, score, value: null, pass: score >= minLength }
    return verdict.pass ? kept(row, [verdict]) : dropped('text_short', verdict)
  })
}
