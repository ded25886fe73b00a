import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exhibits, Inspection } from '@warc2dataset/schemas'
import { INSPECTION_VERSION } from '@warc2dataset/schemas'
import { writeSentences } from '@warc2dataset/stages/inspect/overview/write-sentences'
import { writeWarnings } from '@warc2dataset/stages/inspect/overview/write-warnings'
import { type Duck, type DuckOptions, useDuck } from '@warc2dataset/stages/parquet/duck'
import { VERSION } from '../version.js'
import { expectRows } from './expect-rows.js'
import { loadLexicons } from './lexicon-folder.js'
import { describeLexicon, LIMITS } from './limits.js'
import { loadSubject, type TableWishes } from './load-subject.js'
import { measureSubject } from './measure-subject.js'
import { loadOther, modelOf } from './other-subject.js'
import { readFailure } from './read-failure.js'
import { readReferences } from './read-references.js'
import { type WrittenReport, writeReport } from './write-report.js'

export interface InspectOptions extends TableWishes {
  /** A run, or Parquet or JSON lines. */
  readonly subject: string
  /** Another, or `model:NAME`, another scorer of the run, to compare with; null: none. */
  readonly vs: string | null
  /** Folder of the report. */
  readonly out: string
  /** Lexicons beside those of the package. */
  readonly lexicons: readonly string[]
  /** File of reference shares; null: none. */
  readonly references: string | null
  readonly pictures: boolean
  /** Points of the map, at most 50,000; 0: no map. */
  readonly mapPoints: number
  readonly seed: number
  readonly signal: AbortSignal
  /** What is being done. */
  readonly tell: (about: string) => void
}

export interface Inspected extends WrittenReport {
  readonly inspection: Inspection
}

const MEMORY_BYTES = 2 * 2 ** 30

/**
 * Measures who got in, who was left out and by which filter, and writes `inspect.json` and `report.html`.
 * @throws RunError exit 10 if counts do not add up, 12 if there is nothing to inspect, or it cannot be read.
 */
export async function inspect(options: InspectOptions): Promise<Inspected> {
  const lexicons = await loadLexicons(options.lexicons)
  const sets = new Set(lexicons.flatMap(({ lexicon }) => lexicon.sets.map(({ id }) => id)))
  const references = await readReferences(options.references, sets)
  const model = modelOf(options.vs)
  const path = model === null ? options.vs : null
  await expectRows(options, path === null ? [options.subject] : [options.subject, path])
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-inspect-'))
  try {
    const duckOptions = {
      scratch,
      memoryBytes: MEMORY_BYTES,
      threads: availableParallelism(),
      file: join(scratch, 'pairs.duckdb'),
    }
    const { inspection, exhibits } = await untilAborted(options.signal, duckOptions, async (duck) => {
      // The other first: its tables are renamed, so that those of the subject have the plain names.
      const tell = (about: string): void => {
        options.signal.throwIfAborted()
        options.tell(about)
      }
      const context = { ...options, tell, scratch, lexicons, references }
      const other = path === null ? model : await loadOther(duck, path, context)
      tell('reading the rows')
      const loaded = await loadSubject(duck, options.subject, { ...options, scratch })
      const { sections, exhibits } = await measureSubject(loaded, other, context)
      const inspection: Inspection = {
        version: INSPECTION_VERSION,
        made_by: VERSION,
        ...sections,
        overview: { sentences: writeSentences(sections), warnings: writeWarnings(sections) },
        method: {
          seed: options.seed,
          lexicons: lexicons.map(describeLexicon),
          checks: loaded.checks,
          limits: LIMITS,
        },
      }
      return { inspection, exhibits: exhibits satisfies Exhibits }
    })
    options.tell('writing the report')
    return { inspection, ...(await writeReport(options.out, inspection, exhibits)) }
  } catch (error) {
    throw readFailure(error) ?? error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A DuckDB whose query under way ends once `signal` is aborted; then rejects with its reason. */
async function untilAborted<T>(
  signal: AbortSignal,
  options: DuckOptions,
  use: (duck: Duck) => Promise<T>,
): Promise<T> {
  return useDuck(options, async (duck) => {
    const interrupt = (): void => duck.connection.interrupt()
    signal.addEventListener('abort', interrupt)
    try {
      return await use(duck)
    } catch (error) {
      // Whatever an interrupted query says, this is why.
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', interrupt)
    }
  })
}
