import { type Inspection, RunError } from '@warc2dataset/schemas'
import type { Inspected } from '@warc2dataset/stages/inspect/pair-table'
import type { RunAccount } from './run-account.js'

type Check = Inspection['method']['checks'][number]

/**
 * Compares the ledger, row by row, with what the commits counted.
 * @param ledger SQL: a table of every row of the ledger.
 * @throws RunError exit 10, a line for each sum that differs: a funnel that does not add up is not drawn.
 */
export async function checkCounts(
  { duck }: Inspected,
  account: RunAccount,
  ledger: string,
): Promise<readonly Check[]> {
  const [totals] = await duck.rows<{ rows: number; ids: number; kept: number; bits: number }>(`
    SELECT count(*)::DOUBLE AS "rows", count(DISTINCT id)::DOUBLE AS ids, count(*) FILTER (kept)::DOUBLE AS kept,
      count(*) FILTER (coalesce(kept = (left_step >= 0), true) OR (kept AND cut <> 0))::DOUBLE AS bits FROM pairs`)
  const left = await duck.rows<{ reason: string | null; n: number }>(
    `SELECT reason, count(*)::DOUBLE AS n FROM pairs WHERE NOT kept GROUP BY ALL`,
  )
  const ended = await duck.rows<{ phase: string; n: number }>(
    `SELECT exit_phase AS phase, count(*)::DOUBLE AS n FROM ${ledger} WHERE outcome <> 'kept' GROUP BY ALL`,
  )
  const byPhase = new Map(ended.map(({ phase, n }) => [phase, n]))
  const byReason = new Map(left.map(({ reason, n }) => [reason ?? 'no reason', n]))
  const reasons = [...new Set([...Object.keys(account.left), ...byReason.keys()])].sort()
  const checks: Check[] = [
    { check: 'rows of the ledger', expected: account.candidates, got: totals?.rows ?? 0 },
    { check: 'distinct candidates in it', expected: account.candidates, got: totals?.ids ?? 0 },
    { check: 'kept', expected: account.kept, got: totals?.kept ?? 0 },
    { check: 'rows whose verdicts contradict their fate', expected: 0, got: totals?.bits ?? 0 },
    ...[...account.leftIn].map(([phase, expected]) => ({
      check: `left in ${phase}`,
      expected,
      got: byPhase.get(phase) ?? 0,
    })),
    ...reasons.map((reason) => ({
      check: `left for ${reason}`,
      expected: account.left[reason] ?? 0,
      got: byReason.get(reason) ?? 0,
    })),
  ]
  const wrong = checks.filter(({ expected, got }) => expected !== got)
  if (wrong.length === 0) return checks
  throw new RunError(
    'accounts',
    wrong
      .map(({ check, expected, got }) => `Ledger: Expected ${expected} for ${check}, got ${got}`)
      .join('\n'),
  )
}
