import { type Counts, type FunnelSection, type PhaseName, RunError } from '@warc2dataset/schemas'
import { CANDIDATE_PHASES, checkPhases, closeAccount, phaseCounts } from '../commits/accounts.js'
import { addBy, total } from '../commits/counts.js'
import type { RunView } from '../phases/phase.js'

type References = NonNullable<FunnelSection['references']>

/** Why a picture reference is no candidate; the kinds of `ArchiveTally.images`. */
const WITHOUT: Readonly<Record<string, string>> = {
  missing: 'It has no alt, and no other text that may be used.',
  empty: 'Its alt is empty: the page says that the picture is decoration.',
  blank: 'Its alt shows nothing (spaces, invisible characters).',
  other_text: 'It has an alt to read, but extract.text.kinds asks for other texts.',
  no_src: 'It names no picture.',
  noscript_twin: 'It is the copy in <noscript> of another reference.',
  html_budget: 'It was not looked at: its page has too many pictures.',
}

/** What the commits of a run say: both accounts, which balance. */
export interface RunAccount {
  readonly candidates: number
  readonly kept: number
  /** Candidates by reason or code, over all phases. */
  readonly left: Readonly<Record<string, number>>
  /** Candidates that left in each phase; of the shadow sample where their way ended. */
  readonly leftIn: ReadonlyMap<PhaseName, number>
  /** Null where rows did not come from pages. */
  readonly references: References | null
}

/**
 * @throws RunError exit 10 if an account does not balance, exit 2 if the run is not through select.
 */
export async function readAccount(view: RunView): Promise<RunAccount> {
  const counts = new Map<PhaseName, Counts>()
  for (const phase of CANDIDATE_PHASES) {
    const commits = await view.commits(phase)
    if (phase === 'select' && commits.length === 0) {
      throw new RunError(
        'usage',
        `Expected a run that is through select in ${view.target.place}, got one that is not; run it first`,
      )
    }
    counts.set(phase, phaseCounts(commits))
  }
  checkPhases(counts)
  const { candidates, kept } = closeAccount(counts)
  const left = [...counts.values()].reduce<Record<string, number>>(
    (sum, { dropped, failed }) => addBy(addBy(sum, dropped), failed),
    {},
  )
  const leftIn = new Map(
    [...counts].map(([phase, { dropped, failed }]) => [phase, total(dropped) + total(failed)]),
  )
  return {
    candidates,
    kept,
    left,
    leftIn,
    references: referencesOf(await view.commits('extract'), candidates),
  }
}

function referencesOf(
  commits: Awaited<ReturnType<RunView['commits']>>,
  candidates: number,
): References | null {
  const images = commits
    .map(({ account }) => account['images'] as Readonly<Record<string, number>> | undefined)
    .filter((one) => one !== undefined)
    .reduce<Record<string, number>>((sum, one) => addBy(sum, one), {})
  const { total = 0, candidate = 0, ...others } = images
  if (total === 0) return null
  const without = Object.entries(others)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => ({ kind, about: WITHOUT[kind] ?? kind, n }))
  const sum = candidate + without.reduce((all, { n }) => all + n, 0)
  if (sum !== total || candidate !== candidates) {
    throw new RunError(
      'accounts',
      `Picture references: Expected ${total} = ${candidates} candidates + those without, got ${candidate} + ${sum - candidate}`,
    )
  }
  return { total, candidates: candidate, without }
}
