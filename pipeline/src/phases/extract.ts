import { FILTER_TEXT } from '@warc2dataset/stages/extract/filter-text'
import { FILTER_URL } from '@warc2dataset/stages/extract/filter-url'
import { MEASURE_TEXTS } from '@warc2dataset/stages/extract/measure-texts'
import { READ_PAGES } from '@warc2dataset/stages/extract/read-pages'
import { READ_PAIRS } from '@warc2dataset/stages/extract/read-pairs'
import { extractArchive } from './extract-archive.js'
import { extractList } from './extract-list.js'
import type { Phase } from './phase.js'
import { withDuck } from './unit-tools.js'

/** Rows of a large archive spill from here on. Measured: DuckDB sorts a million candidates in 192 MiB, and fails at 128. */
const ROWS_MEMORY = 256 * 2 ** 20

/** One archive, or one list of pairs → candidates/, sorted by URL hash; of an archive also pages/ and records/. */
export const extract: Phase = {
  name: 'extract',
  upstream: [],
  stages: [READ_PAGES, READ_PAIRS, MEASURE_TEXTS, FILTER_URL, FILTER_TEXT],
  config: ({ source, extract, shadow }) => {
    if (source.pairs === undefined) return { extract, shadow }
    const { url_column, text_column } = source
    return { source: { url_column, text_column }, extract, shadow }
  },
  units: async ({ archives }) => archives.map((_, index) => ({ id: archiveUnit(index), inputs: [] })),
  run: (job) => {
    const archive = job.view.archives[Number(job.unit)]
    if (archive === undefined) throw new Error(`Expected an archive for unit ${job.unit}, got none`)
    const read = job.view.recipe.source.pairs === undefined ? extractArchive : extractList
    return withDuck(job, 1, (duck) => read(job, duck, archive), ROWS_MEMORY)
  },
}

/** Unit of the archive at this position in the recipe. */
export function archiveUnit(index: number): string {
  return String(index).padStart(5, '0')
}
