import { type Candidate, dropped, kept } from '@warc2dataset/schemas'
import type { Stage } from '../stage.js'
import type { Reference } from './archive-input.js'

export const FILTER_URL = { name: 'filter-url', version: 1 } as const

/** Drops what no fetcher could ask for. Not passable by the shadow sample: there is nothing to fetch. */
export function filterUrl(): Stage<Reference, Candidate> {
  return {
    ...FILTER_URL,
    open: async () => ({
      process: async (batch) =>
        // The row keeps its url_problem, which no file has: to copy all else costs more than all that this stage does.
        batch.map((row) =>
          row.url_problem === null
            ? kept(row)
            : dropped('url_bad', { filter: 'url', score: null, value: row.url_problem, pass: false }),
        ),
      close: async () => {},
    }),
  }
}
