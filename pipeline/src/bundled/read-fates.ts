import { ledgerColumns, PHASES } from '@warc2dataset/schemas'
import { scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import { isLedger } from '../look/is-ledger.js'
import { placeOf, type RunView } from '../phases/phase.js'
import { withTempDuck } from '../storage/temp-duck.js'
import type { TruthRow } from './truth.js'

/** What was planted at an `<img>` and what became of it. */
export interface JudgedRow extends TruthRow {
  /** Null: the ledger has no row, since the `<img>` was no candidate. */
  readonly outcome: 'kept' | 'dropped' | 'failed' | null
  /** Drop reason or failure code. */
  readonly reason: string | null
  readonly similarity: number | null
  readonly key: string | null
}

type Fate = Pick<JudgedRow, 'outcome' | 'reason' | 'similarity' | 'key'>

interface LedgerFate extends Fate {
  readonly page_url: string | null
  readonly image_index: number
}

/** Looks up the fate of every planted `<img>` in the ledger of a run. Every candidate has one row there. */
export async function readFates(view: RunView, truth: readonly TruthRow[]): Promise<readonly JudgedRow[]> {
  const fates = new Map<string, Fate>()
  for (const row of await readLedger(view)) {
    const { outcome, reason, similarity, key } = row
    if (row.page_url !== null) {
      fates.set(placeOfRow(row.page_url, row.image_index), { outcome, reason, similarity, key })
    }
  }
  const nowhere: Fate = { outcome: null, reason: null, similarity: null, key: null }
  return truth.map((row) => ({
    ...row,
    ...(fates.get(placeOfRow(row.page_url, row.image_index)) ?? nowhere),
  }))
}

async function readLedger(view: RunView): Promise<readonly LedgerFate[]> {
  return withTempDuck(async (duck, scratch) => {
    const paths: string[] = []
    for (const phase of PHASES) {
      const names = filesUnder(await view.commits(phase), '').filter(
        (name) => name.endsWith('.parquet') && isLedger(name),
      )
      for (const name of names) paths.push(await placeOf(phase, view).toLocal(name, scratch))
    }
    return await duck.rows<LedgerFate>(
      `SELECT page_url, image_index, outcome, reason, similarity, "key" FROM ${scan(paths, ledgerColumns)}`,
    )
  })
}

function placeOfRow(page: string, image: number): string {
  return `${page} ${image}`
}
