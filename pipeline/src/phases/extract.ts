import { candidateColumns, contractError, type RecordRow, recordColumns } from '@warc2dataset/schemas'
import { from } from '@warc2dataset/stages/compose'
import { imagesByKind, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { FILTER_TEXT, filterText } from '@warc2dataset/stages/extract/filter-text'
import { FILTER_URL, filterUrl } from '@warc2dataset/stages/extract/filter-url'
import { READ_PAGES, readPages } from '@warc2dataset/stages/extract/read-pages'
import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import type { ArchiveAccount } from '@warc2dataset/stages/warc/archive-record'
import type { Job, Phase, UnitResult } from './phase.js'
import { runLedgeredLine, withDuck } from './unit-tools.js'

/** One archive → candidates/ and records/, each sorted by URL hash. */
export const extract: Phase = {
  name: 'extract',
  upstream: [],
  stages: [READ_PAGES, FILTER_URL, FILTER_TEXT],
  config: ({ extract, shadow }) => ({ extract, shadow }),
  units: async ({ archives }) => archives.map((_, index) => ({ id: archiveUnit(index), inputs: [] })),
  run: (job) => withDuck(job, 1, (duck) => extractArchive(job, duck)),
}

/** Unit of the archive at this position in the recipe. */
export function archiveUnit(index: number): string {
  return String(index).padStart(5, '0')
}

async function extractArchive(job: Job, duck: Duck): Promise<UnitResult> {
  const { view, unit } = job
  const archive = view.archives[Number(unit)]
  if (archive === undefined) throw new Error(`Expected an archive for unit ${unit}, got none`)
  const { max_page_bytes, max_images, text } = view.recipe.extract
  const candidates = await openRowWriter(duck, 'candidates', candidateColumns)
  const records = await openRowWriter(duck, 'records', recordColumns)
  const tally = newTally()
  let account: ArchiveAccount | null = null
  job.count('archive_passes', 1)
  const source = readPages(
    {
      path: archive.path,
      name: archive.name,
      maxPageBytes: max_page_bytes,
      maxImages: max_images,
      findImages: findImagesDom,
    },
    {
      tally,
      records: (rows: readonly RecordRow[]) => records.write(rows),
      account: (value) => {
        account = value
      },
    },
  )
  const line = from(source)
    .through(filterUrl())
    .through(filterText({ minLength: text.min_length }))
    .into({ name: 'candidates', write: async (rows) => candidates.write(rows) })
  const { counts, ledgerRows } = await runLedgeredLine(job, duck, 'extract', line)
  await candidates.finish(job.output(`candidates/${unit}.parquet`), 'url_hash, url, candidate_id')
  await records.finish(
    job.output(`records/${unit}.parquet`),
    'url_hash NULLS LAST, "offset", inner_offset, "type"',
  )
  const read = account as ArchiveAccount | null
  if (read === null) throw new Error(`Expected an account of ${archive.path}, got none`)
  checkRecords(job, read, tally, counts.in)
  return { counts, ledgerRows, account: { archive: { name: archive.name, ...read }, ...tally } }
}

/** The account of records balances here: every byte, and every `<img>`. */
function checkRecords(
  job: Job,
  read: ArchiveAccount,
  tally: ReturnType<typeof newTally>,
  candidates: number,
): void {
  const broken = (problem: string): Error => contractError('extract', job.unit, READ_PAGES.name, problem)
  if (read.bytes !== read.recordBytes + read.gapBytes) {
    throw broken(
      `Expected ${read.bytes} bytes in records and gaps, got ${read.recordBytes} + ${read.gapBytes}`,
    )
  }
  if (tally.images['total'] !== imagesByKind(tally)) {
    throw broken(`Expected ${tally.images['total']} images by kind, got ${imagesByKind(tally)}`)
  }
  if (tally.images['candidate'] !== candidates) {
    throw broken(`Expected ${tally.images['candidate']} candidates, got ${candidates}`)
  }
}
