import { type Commit, type Counts, type PhaseName, RunError } from '@warc2dataset/schemas'
import { sumCounts, total } from './counts.js'

/** Phases that candidates pass, in order; each takes exactly what the one before kept. */
export const CANDIDATE_PHASES: readonly PhaseName[] = ['extract', 'dedup', 'plan', 'fetch', 'select']

export type PhaseCounts = ReadonlyMap<PhaseName, Counts>

export interface Funnel {
  readonly candidates: number
  readonly kept: number
  readonly dropped: number
  readonly failed: number
}

/**
 * Checks that each phase took what the phase before gave, as far as phases are complete.
 * @throws RunError exit 10 that names the phase.
 */
export function checkPhases(counts: PhaseCounts): void {
  CANDIDATE_PHASES.slice(1).forEach((phase, index) => {
    const before = counts.get(CANDIDATE_PHASES[index] as PhaseName)
    const now = counts.get(phase)
    if (before === undefined || now === undefined || before.kept === now.in) return
    throw new RunError(
      'accounts',
      `Phase ${phase}: Expected ${before.kept} candidates from upstream, got ${now.in}`,
    )
  })
}

/**
 * The account of candidates over the run: in = kept + Σ dropped + Σ failed.
 * @throws RunError exit 10 if it does not balance.
 */
export function closeAccount(counts: PhaseCounts): Funnel {
  const candidates = counts.get('extract')?.in ?? 0
  const kept = counts.get('select')?.kept ?? 0
  const sums = sumCounts(CANDIDATE_PHASES.map((phase) => counts.get(phase)).filter((c) => c !== undefined))
  const funnel = { candidates, kept, dropped: total(sums.dropped), failed: total(sums.failed) }
  if (candidates === kept + funnel.dropped + funnel.failed) return funnel
  throw new RunError(
    'accounts',
    `Run: Expected in = kept + dropped + failed, got ${candidates} in, ${kept} kept, ${funnel.dropped} dropped, ${funnel.failed} failed`,
  )
}

/** Counts of one phase over its commits. */
export function phaseCounts(commits: readonly Commit[]): Counts {
  return sumCounts(commits.map((commit) => commit.counts))
}
