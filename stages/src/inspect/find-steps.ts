import { DROP_REASONS, FAILURE_CODES, type PhaseName } from '@warc2dataset/schemas'
import type { Duck } from '../parquet/duck.js'
import type { StepOfWay } from './pair-table.js'

/** A step, and how it is known what it saw. */
export interface FoundStep extends StepOfWay {
  /**
   * `judged`: its verdicts say so, also of whom it let pass. `entered`: it writes down only whom it cut (dedup, the guard of
   * addresses, accidents), so it saw who entered its phase.
   */
  readonly seenBy: 'judged' | 'entered'
}

/** A step with what it is sorted by. */
interface PlacedStep extends FoundStep {
  readonly place: number
  readonly reason: string
}

const MAX_STEPS = 62
const REASONS = [...Object.keys(DROP_REASONS), ...Object.keys(FAILURE_CODES)]

interface Exit {
  readonly phase: PhaseName
  readonly reason: string
  readonly filter: string | null
  readonly outcome: 'dropped' | 'failed'
  readonly shadow: boolean
}

interface Judged {
  readonly filter: string
  readonly place: number
  readonly passes: boolean
  /** Null: shadow rows alone have it. */
  readonly phase: number | null
}

/**
 * The steps of a run in their order, from the ledger itself: every filter of its verdicts, every accident of its exits.
 * A filter that is asked in two phases under one name is one step, in the first; one that ended ways in both, such as
 * opt_out.directives of pages and of pictures, is a step in each.
 *
 * @param ledger SQL: a table with the ledger's columns.
 * @param phaseOf phases of filters that the recipe names: one that cut nobody tells nothing of its own.
 * @throws RangeError beyond 62 steps: they are bits of one number.
 */
export async function findSteps(
  duck: Duck,
  ledger: string,
  phases: readonly PhaseName[],
  phaseOf: ReadonlyMap<string, PhaseName> = new Map(),
): Promise<readonly FoundStep[]> {
  const exits = await duck.rows<Exit>(`
    SELECT DISTINCT exit_phase AS phase, reason, "filter", outcome, shadow FROM ${ledger} WHERE outcome <> 'kept'`)
  const judged = await duck.rows<Judged>(`
    SELECT v."filter" AS "filter", min(place)::DOUBLE AS place, bool_or(v.pass) AS passes,
      min(CASE WHEN shadow THEN NULL ELSE phase END)::DOUBLE AS phase
    FROM (SELECT unnest(verdicts) AS v, generate_subscripts(verdicts, 1) AS place, shadow,
        ${phaseNumber(phases)} AS phase FROM ${ledger})
    GROUP BY ALL ORDER BY place, "filter"`)
  const filters = judged.flatMap(({ filter, passes, phase, place }): readonly PlacedStep[] => {
    const own = exits.filter((exit) => exit.filter === filter)
    const left = phases.filter((one) => own.some((exit) => !exit.shadow && exit.phase === one))
    const named = phaseOf.get(filter) ?? phases[phase ?? phases.length - 1] ?? 'select'
    const [first = named] = left
    const step = { filter, code: null, outcome: 'dropped' } as const
    if (passes) {
      return [{ ...step, phase: first, seenBy: 'judged', place, reason: own[0]?.reason ?? '' }]
    }
    return [first, ...left.slice(1)].map((at) => ({
      ...step,
      phase: at,
      seenBy: 'entered',
      place: 0,
      reason: own.find((exit) => exit.phase === at)?.reason ?? own[0]?.reason ?? '',
    }))
  })
  const named = new Set(filters.map(({ filter }) => filter))
  const others = exits
    .filter(({ filter, shadow }) => !shadow && (filter === null || !named.has(filter)))
    .map(({ phase, filter, reason, outcome }) => ({
      phase,
      filter,
      code: filter === null ? reason : null,
      outcome,
      seenBy: 'entered' as const,
      place: 0,
      reason,
    }))
  const steps = [...filters, ...others].sort(
    (a, b) =>
      phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
      a.place - b.place ||
      REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason),
  )
  if (steps.length > MAX_STEPS) {
    throw new RangeError(
      `Expected at most ${MAX_STEPS} filters and accidents for a report, got ${steps.length}`,
    )
  }
  return steps.map(({ place: _place, reason: _reason, ...step }) => step)
}

/** SQL: number of `exit_phase` among `phases`. */
export function phaseNumber(phases: readonly PhaseName[]): string {
  return `CASE exit_phase ${phases.map((phase, at) => `WHEN '${phase}' THEN ${at}`).join(' ')} END`
}
