import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exhibits, Inspection } from '@warc2dataset/schemas'
import { INSPECTION_VERSION } from '@warc2dataset/schemas'
import { writeSentences } from '@warc2dataset/stages/inspect/overview/write-sentences'
import { writeWarnings } from '@warc2dataset/stages/inspect/overview/write-warnings'
import { useDuck } from '@warc2dataset/stages/parquet/duck'
import { VERSION } from '../version.js'
import { loadLexicons } from './lexicon-folder.js'
import { describeLexicon, LIMITS } from './limits.js'
import { loadSubject, type TableWishes } from './load-subject.js'
import { measureSubject } from './measure-subject.js'
import { loadOther } from './other-subject.js'
import { readReferences } from './read-references.js'
import { type WrittenReport, writeReport } from './write-report.js'

export interface InspectOptions extends TableWishes {
  /** A run, or Parquet or JSON lines. */
  readonly subject: string
  /** Another, to compare with; null: none. */
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
 * @throws RunError exit 10 if counts do not add up, 12 if there is nothing to inspect.
 */
export async function inspect(options: InspectOptions): Promise<Inspected> {
  const lexicons = await loadLexicons(options.lexicons)
  const references = await readReferences(options.references)
  const scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-inspect-'))
  try {
    const duckOptions = {
      scratch,
      memoryBytes: MEMORY_BYTES,
      threads: availableParallelism(),
      file: join(scratch, 'pairs.duckdb'),
    }
    const { inspection, exhibits } = await useDuck(duckOptions, async (duck) => {
      // The other first: its tables are renamed, so that those of the subject have the plain names.
      const context = { ...options, scratch, lexicons, references: references }
      const other = options.vs === null ? null : await loadOther(duck, options.vs, context)
      options.tell('reading the rows')
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
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
