import type { Counts, PhaseName } from '@warc2dataset/schemas'
import { barLine, phaseLine } from './bar-line.js'
import { addRows, dropUnit, finishUnit, type PhaseTally, startTally } from './phase-tally.js'

type Fields = Readonly<Record<string, unknown>>

/** The phases under way: more than one where score follows fetch. */
export interface Board {
  /** Takes an event; of a finished phase, the line that stays. */
  readonly take: (event: string, fields: Fields) => string | null
  /** One line for each phase under way. */
  readonly lines: (columns: number) => readonly string[]
}

/** Each takes what the other kept: that many rows are to be expected. */
const ROWS_FROM: Readonly<Partial<Record<PhaseName, PhaseName>>> = {
  dedup: 'extract',
  plan: 'dedup',
  fetch: 'plan',
  select: 'fetch',
  pack: 'select',
}

export function openBoard(clock: () => number = Date.now): Board {
  const tallies = new Map<PhaseName, PhaseTally>()
  const kept = new Map<PhaseName, number>()
  let device = 'model'
  const update = (phase: PhaseName, change: (tally: PhaseTally) => PhaseTally): void => {
    const tally = tallies.get(phase)
    if (tally !== undefined) tallies.set(phase, change(tally))
  }
  return {
    take: (event, fields) => {
      const phase = fields['phase'] as PhaseName
      const unit = String(fields['unit'])
      const counts = fields['counts'] as Counts
      switch (event) {
        case 'scorer':
          if (fields['provider'] !== 'cpu') device = 'GPU'
          return null
        case 'phase_start': {
          const [units, pending] = [Number(fields['units']), Number(fields['pending'])]
          const workers = Number(fields['workers'])
          const before = ROWS_FROM[phase]
          const expected = before === undefined ? undefined : kept.get(before)
          tallies.set(
            phase,
            startTally({ phase, units, pending, workers, expected: expected ?? null }, clock()),
          )
          return null
        }
        case 'progress': {
          const computeMs = Number(fields['computeMs'] ?? 0)
          const rows = { kept: Number(fields['kept']), left: Number(fields['left']), computeMs }
          update(phase, (tally) => addRows(tally, unit, rows, clock()))
          return null
        }
        case 'unit_done':
          update(phase, (tally) => finishUnit(tally, unit, counts, clock()))
          return null
        case 'unit_failed':
          update(phase, (tally) => dropUnit(tally, unit))
          return null
        case 'phase_done': {
          const tally = tallies.get(phase) ?? null
          tallies.delete(phase)
          kept.set(phase, counts.kept)
          return phaseLine(phase, counts, tally, clock())
        }
        default:
          return null
      }
    },
    lines: (columns) =>
      [...tallies.values()]
        .filter(({ pending }) => pending > 0)
        .map((tally) => barLine(tally, clock(), columns, device)),
  }
}
