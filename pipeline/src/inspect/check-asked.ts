import { type AskedSection, isAvailable, RunError } from '@warc2dataset/schemas'
import { SIGNAL_REASONS, UNANSWERED } from '@warc2dataset/stages/inspect/asked/signal-points'
import type { RunAccount } from './run-account.js'

/**
 * What sites asked must be what the commits counted for the same reasons.
 * @throws RunError exit 10 if a sum differs.
 */
export function checkAsked({ signals, unanswered }: AskedSection, { left }: Pick<RunAccount, 'left'>): void {
  const counted = (reasons: readonly string[]): number =>
    reasons.reduce((sum, reason) => sum + (left[reason] ?? 0), 0)
  const refused = signals.reduce((sum, signal) => sum + signal.left.k, 0)
  expectSum('left for what sites asked', counted(SIGNAL_REASONS), refused)
  if (!isAvailable(unanswered)) return
  const failed = unanswered.failures.reduce((sum, failure) => sum + failure.left, 0)
  expectSum('pictures without an answer', counted(UNANSWERED), failed)
}

function expectSum(what: string, expected: number, got: number): void {
  if (expected === got) return
  throw new RunError('accounts', `Ledger: Expected ${expected} for ${what}, got ${got}`)
}
