import { type Inspection, RunError } from '@warc2dataset/schemas'
import { loadLedger } from '@warc2dataset/stages/inspect/load-ledger'
import { loadTable } from '@warc2dataset/stages/inspect/load-table'
import { COLUMN_NAMES } from '@warc2dataset/stages/inspect/name-columns'
import type { Inspected } from '@warc2dataset/stages/inspect/pair-table'
import { openLanguageDetector } from '@warc2dataset/stages/language/open-language-detector'
import { type Duck, literal, withoutGlob } from '@warc2dataset/stages/parquet/duck'
import type { RunView } from '../phases/phase.js'
import { openRun } from '../run/open-run.js'
import { checkCounts } from './check-counts.js'
import { expectScores } from './expect-rows.js'
import { openSubject, type SubjectPath, type TableFormat } from './open-subject.js'
import { type RunAccount, readAccount } from './run-account.js'
import { findRunFiles, type RunFiles } from './run-files.js'
import { runSource } from './run-source.js'

/** How somebody's rows are judged; of no use for a run. */
export interface TableWishes {
  /** Column to judge by; null: the one that is found. */
  readonly score: string | null
  readonly whatIf: { readonly cut: number } | { readonly fraction: number } | null
}

/** A subject in table `pairs`. */
export interface LoadedSubject {
  readonly inspected: Inspected
  readonly checks: Inspection['method']['checks']
  /** Null of somebody's rows. */
  readonly run: { readonly view: RunView; readonly files: RunFiles; readonly account: RunAccount } | null
  /** SQL that reads somebody's rows in the folder of their files; null of a run. */
  readonly reader: string | null
}

/**
 * @throws RunError exit 10 if the counts of a run do not add up, 12 if there is nothing to inspect.
 */
export async function loadSubject(
  duck: Duck,
  path: string,
  options: TableWishes & { readonly scratch: string },
): Promise<LoadedSubject> {
  const subject = await openSubject(path)
  if (subject.kind === 'table') return loadRows(duck, subject, options)
  const view = await openRun(subject.folder)
  const account = await readAccount(view)
  const files = await findRunFiles(view, options.scratch)
  const source = await runSource(duck, view, files, account.candidates)
  const inspected = await loadLedger(duck, source)
  const checks = await checkCounts(inspected, account, source.ledger)
  return { inspected, checks, run: { view, files, account }, reader: null }
}

async function loadRows(
  duck: Duck,
  subject: Extract<SubjectPath, { kind: 'table' }>,
  wishes: TableWishes,
): Promise<LoadedSubject> {
  const { score, whatIf } = wishes
  const reader = readerOf(subject.format, subject.files.map(withoutGlob))
  const detector = await openLanguageDetector()
  const loaded = await loadTable(duck, {
    table: reader,
    subject: {
      kind: 'parquet',
      name: subject.name,
      rows: 0,
      files: subject.files.length,
      columns: [],
      scorers: [],
      toy: false,
      judged_by: [],
      dates: null,
      selection: null,
      shadow: null,
    },
    score,
    whatIf,
    measure: {
      language: (text) => {
        const found = detector.detect(text)
        return found.reliable ? found.language : null
      },
    },
  })
  if ('duck' in loaded) {
    expectScores(wishes, loaded)
    return { inspected: loaded, checks: [], run: null, reader: readerOf(subject.format, [subject.pattern]) }
  }
  const wanted =
    score === null
      ? `a column ${COLUMN_NAMES.url.join(', ')} or ${COLUMN_NAMES.text.join(', ')} (in any case)`
      : `a column ${score}`
  throw new RunError(
    score === null ? 'input' : 'usage',
    `Expected ${wanted} for ${subject.name}, got ${loaded.columns.join(', ') || 'none'}`,
  )
}

function readerOf(format: TableFormat, files: readonly string[]): string {
  const list = `[${files.map(literal).join(', ')}]`
  return format === 'parquet'
    ? `read_parquet(${list}, union_by_name = true)`
    : `read_json(${list}, format = 'newline_delimited', union_by_name = true)`
}
