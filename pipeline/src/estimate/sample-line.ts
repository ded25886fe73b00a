import { type Counts, candidateColumns, type Recipe, recordColumns } from '@warc2dataset/schemas'
import type { Line } from '@warc2dataset/stages/compose'
import type { Detect, Reference } from '@warc2dataset/stages/extract/archive-input'
import { newTally } from '@warc2dataset/stages/extract/archive-tally'
import { readPages } from '@warc2dataset/stages/extract/read-pages'
import { readPairs } from '@warc2dataset/stages/extract/read-pairs'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { openRowWriter } from '@warc2dataset/stages/parquet/row-writer'
import { NO_TRAFFIC } from '@warc2dataset/stages/politeness/no-traffic'
import type { Sink, Source } from '@warc2dataset/stages/stage'
import { openArchive } from '@warc2dataset/stages/warc/open-archive'
import { candidateLine, pageReading } from '../phases/candidate-line.js'
import { CANDIDATE_GROUP, CANDIDATE_ORDER, RECORD_ORDER } from '../phases/extract-archive.js'
import { runLine } from '../unit/run-line.js'

/** What extract made of one sampled archive or list. */
export interface SampledUnit {
  readonly counts: Counts
  /** Local Parquet files. */
  readonly candidates: string
  /** Null of a list. */
  readonly records: string | null
  /** Bytes of the archive, or rows of the list, that were read. */
  readonly extent: number
}

export interface SampleJob {
  readonly duck: Duck
  readonly recipe: Recipe
  readonly path: string
  /** Name in rows. */
  readonly name: string
  readonly detect: Detect
  /** A path in scratch for a file of this name. */
  readonly output: (name: string) => string
}

/** Runs extract's own line over an archive of `bytes`, shadow sample aside: nobody is carried past a filter. */
export async function sampleArchive(job: SampleJob, bytes: number): Promise<SampledUnit> {
  const { duck, recipe, path, name, detect } = job
  const records = await openRowWriter(duck, 'records', recordColumns)
  const source = readPages(
    { path, name, open: openArchive, ...pageReading(recipe, detect) },
    { tally: newTally(), records: records.write, pages: () => {}, account: () => {} },
  )
  const sampled = await runSample(job, source)
  const file = job.output('records.parquet')
  await records.finish(file, RECORD_ORDER)
  return { ...sampled, records: file, extent: bytes }
}

/** The same over the first `rows` rows of a list, or a few more: up to the end of a batch. */
export async function sampleList(job: SampleJob, rows: number): Promise<SampledUnit> {
  const { duck, recipe, path, name } = job
  const { url_column, text_column } = recipe.source
  const tally = newTally()
  const source = readPairs(duck, { path, name, urlColumn: url_column, textColumn: text_column, tally })
  const sampled = await runSample(job, firstRows(source, rows))
  return { ...sampled, records: null, extent: tally.images['total'] ?? 0 }
}

async function runSample(
  { duck, recipe, name, detect, output }: SampleJob,
  source: Source<Reference>,
): Promise<Omit<SampledUnit, 'records' | 'extent'>> {
  const candidates = await openRowWriter(duck, 'candidates', candidateColumns)
  const sink: Sink<Parameters<typeof candidates.write>[0][number], Reference> = {
    name: 'candidates',
    write: async (rows) => candidates.write(rows),
  }
  const line: Line = candidateLine(source, recipe, detect).into(sink)
  const env = { log: () => {}, count: () => {}, lease: async () => () => {}, traffic: NO_TRAFFIC }
  const counts = await runLine(line, {
    phase: 'extract',
    unit: name,
    shadow: 0,
    signal: new AbortController().signal,
    env,
    ledger: () => {},
    openStage: (stage) => stage.open(env),
  })
  const file = output('candidates.parquet')
  await candidates.finish(file, CANDIDATE_ORDER, CANDIDATE_GROUP)
  return { counts, candidates: file }
}

function firstRows(source: Source<Reference>, rows: number): Source<Reference> {
  return {
    name: source.name,
    read: async function* (signal) {
      let left = rows
      for await (const batch of source.read(signal)) {
        yield batch
        left -= batch.length
        if (left <= 0) return
      }
    },
  }
}
