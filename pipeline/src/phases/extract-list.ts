import { stat } from 'node:fs/promises'
import { candidateColumns } from '@warc2dataset/schemas'
import { newTally } from '@warc2dataset/stages/extract/archive-tally'
import { READ_PAIRS, readPairs } from '@warc2dataset/stages/extract/read-pairs'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import { sha256File } from '../unit/run-unit.js'
import { candidateLine, sharedDetector } from './candidate-line.js'
import { CANDIDATE_GROUP, CANDIDATE_ORDER, checkReferences } from './extract-archive.js'
import type { Archive, Job, UnitResult } from './phase.js'
import { runLedgeredLine } from './unit-tools.js'

/** One list of URL and text: its rows go to candidates/. */
export async function extractList(job: Job, duck: Duck, list: Archive): Promise<UnitResult> {
  const { source } = job.view.recipe
  const { size: bytes } = await stat(list.path)
  const account = {
    name: list.name,
    bytes,
    recordBytes: bytes,
    gapBytes: 0,
    truncated: false,
    sha256: await sha256File(list.path),
  }
  const candidates = await openRowWriter(duck, 'candidates', candidateColumns)
  const tally = newTally()
  job.count('archive_passes', 1)
  const pairs = readPairs(duck, {
    path: list.path,
    name: list.name,
    urlColumn: source.url_column,
    textColumn: source.text_column,
    tally,
  })
  const line = candidateLine(pairs, job.view.recipe, await sharedDetector(job)).into({
    name: 'candidates',
    write: async (rows) => candidates.write(rows),
  })
  const { counts, ledgerRows } = await runLedgeredLine(job, duck, 'extract', line)
  await candidates.finish(job.output(`candidates/${job.unit}.parquet`), CANDIDATE_ORDER, CANDIDATE_GROUP)
  checkReferences(job, READ_PAIRS.name, tally, counts.in)
  return { counts, ledgerRows, account: { archive: account, ...tally } }
}
