import { candidateColumns, contractError, type RecordRow, recordColumns } from '@warc2dataset/schemas'
import { from } from '@warc2dataset/stages/compose'
import { type ArchiveTally, imagesByKind, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { filterText } from '@warc2dataset/stages/extract/filter-text'
import { filterUrl } from '@warc2dataset/stages/extract/filter-url'
import { READ_PAGES, readPages } from '@warc2dataset/stages/extract/read-pages'
import { PAGE_PARSERS } from '@warc2dataset/stages/html/page-parser'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import type { ArchiveAccount } from '@warc2dataset/stages/warc/archive-record'
import type { Archive, Job, UnitResult } from './phase.js'
import { runLedgeredLine } from './unit-tools.js'

/** Order of candidates/. */
export const CANDIDATE_ORDER = 'url_hash, url, candidate_id'

/** One archive, read once: its pictures go to candidates/, every record and gap to records/. */
export async function extractArchive(job: Job, duck: Duck, archive: Archive): Promise<UnitResult> {
  const { view, unit } = job
  const { max_page_bytes, max_images, text, parser } = view.recipe.extract
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
      parser: PAGE_PARSERS[parser],
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
  await candidates.finish(job.output(`candidates/${unit}.parquet`), CANDIDATE_ORDER)
  await records.finish(
    job.output(`records/${unit}.parquet`),
    'url_hash NULLS LAST, "offset", inner_offset, "type"',
  )
  const read = account as ArchiveAccount | null
  if (read === null) throw new Error(`Expected an account of ${archive.path}, got none`)
  if (read.bytes !== read.recordBytes + read.gapBytes) {
    throw contractError(
      'extract',
      unit,
      READ_PAGES.name,
      `Expected ${read.bytes} bytes in records and gaps, got ${read.recordBytes} + ${read.gapBytes}`,
    )
  }
  checkReferences(job, READ_PAGES.name, tally, counts.in)
  return { counts, ledgerRows, account: { archive: { name: archive.name, ...read }, ...tally } }
}

/** The account of references balances here: each is a candidate or a kind of none. */
export function checkReferences(job: Job, stage: string, tally: ArchiveTally, candidates: number): void {
  const broken = (problem: string): Error => contractError('extract', job.unit, stage, problem)
  if (tally.images['total'] !== imagesByKind(tally)) {
    throw broken(`Expected ${tally.images['total']} images by kind, got ${imagesByKind(tally)}`)
  }
  if (tally.images['candidate'] !== candidates) {
    throw broken(`Expected ${tally.images['candidate']} candidates, got ${candidates}`)
  }
}
