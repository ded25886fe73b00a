import { candidateColumns, contractError, pageColumns, recordColumns } from '@warc2dataset/schemas'
import { type ArchiveTally, imagesByKind, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { READ_PAGES, readPages } from '@warc2dataset/stages/extract/read-pages'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import type { ArchiveAccount } from '@warc2dataset/stages/warc/archive-record'
import { extractOpener, withHostLease } from '../archives/run-opener.js'
import { candidateLine, pageReading, sharedDetector } from './candidate-line.js'
import type { Archive, Job, UnitResult } from './phase.js'
import { runLedgeredLine } from './unit-tools.js'

/** Order of candidates/. */
export const CANDIDATE_ORDER = 'url_hash, url, candidate_id'

/** Rows of a row group of candidates/: each is one or two kilobytes. */
export const CANDIDATE_GROUP = 8192

/** Order of records/. */
export const RECORD_ORDER = 'url_hash NULLS LAST, "offset", inner_offset, "type"'

/** Order of pages/. */
export const PAGE_ORDER = 'warc_record_offset, warc_inner_offset'

/** One archive, read once: its pictures go to candidates/, its pages to pages/, every record and gap to records/. */
export async function extractArchive(job: Job, duck: Duck, archive: Archive): Promise<UnitResult> {
  const { view, unit } = job
  const candidates = await openRowWriter(duck, 'candidates', candidateColumns)
  const pages = await openRowWriter(duck, 'pages', pageColumns)
  const records = await openRowWriter(duck, 'records', recordColumns)
  const tally = newTally()
  let account: ArchiveAccount | null = null
  job.count('archive_passes', 1)
  const detect = await sharedDetector(job)
  const { open, environment } = extractOpener(view.recipe)
  const source = readPages(
    { path: archive.path, name: archive.name, open, ...pageReading(view.recipe, detect) },
    {
      tally,
      records: records.write,
      pages: pages.write,
      account: (value) => {
        account = value
      },
    },
  )
  const line = candidateLine(source, view.recipe, detect).into({
    name: 'candidates',
    write: async (rows) => candidates.write(rows),
  })
  const { counts, ledgerRows } = await withHostLease(job.lease, archive.path, () =>
    runLedgeredLine(job, duck, 'extract', line),
  )
  await candidates.finish(job.output(`candidates/${unit}.parquet`), CANDIDATE_ORDER, CANDIDATE_GROUP)
  await pages.finish(job.output(`pages/${unit}.parquet`), PAGE_ORDER)
  await records.finish(job.output(`records/${unit}.parquet`), RECORD_ORDER)
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
  return {
    counts,
    ledgerRows,
    account: { archive: { name: archive.name, ...read }, ...tally },
    environment: environment(),
  }
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
