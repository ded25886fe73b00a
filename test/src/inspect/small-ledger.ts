import { syntheticLedger } from '../bench/synthetic-ledger.js'
import { type LedgerRun, MADE_UP_SCORER } from './ledger-run.js'

/** The synthetic ledger at a size for tests, with references that are no candidates. */
export function smallLedger(rows: number): LedgerRun {
  return {
    ...syntheticLedger(rows),
    scorers: [MADE_UP_SCORER],
    recipe: { select: { keep: { similarity_made_up: 0.28 }, where: 'original_width >= 200' } },
    without: { missing: 3 * rows, empty: 7 },
  }
}
