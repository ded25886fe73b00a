import type { Counts, PhaseName } from '@warc2dataset/schemas'
import { exits } from '../commits/counts.js'
import { busyOf, type PhaseTally, rateOf, remainingMs, rowsOf, shareOf } from './phase-tally.js'
import { counted, duration, grouped, wholeDuration } from './plain-numbers.js'

const NAME_COLUMNS = 9

/**
 * The live line of a phase, `device` being what computes in it; never wider than `columns`: what matters least goes first where there is no room. ASCII
 * only, so that a character is a column.
 */
export function barLine(tally: PhaseTally, now: number, columns: number, device = 'model'): string {
  const share = shareOf(tally)
  const rate = rateOf(tally, now)
  const left = remainingMs(tally, now)
  const busy = busyOf(tally, now)
  const name = tally.phase.padEnd(NAME_COLUMNS)
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`
  const units = `${grouped(tally.units - tally.pending + tally.done)}/${counted(tally.units, 'unit')}`
  const parts = [
    rowsText(tally),
    rate === null ? '' : `${grouped(rate)}/s`,
    left === null ? '' : `ETA ${wholeDuration(left)}`,
    busy === null ? '' : `${device} busy ${Math.round(busy * 100)}%`,
    units,
  ].filter((part) => part !== '')
  for (let shown = parts.length; shown > 0; shown--) {
    const rest = [percent, ...parts.slice(0, shown)].join('  ')
    const line = `${name}[${bar(share, barWidth(columns))}] ${rest}`
    if (line.length <= columns) return line
  }
  return `${name}${percent}  ${parts[0] ?? ''}`.slice(0, columns)
}

/** The same for every line, whatever stands behind it: bars that move with their numbers are hard to read. */
function barWidth(columns: number): number {
  return Math.max(8, Math.min(28, Math.floor(columns / 5)))
}

/** What a finished phase leaves behind. `tally` is null where its start was not seen. */
export function phaseLine(phase: PhaseName, counts: Counts, tally: PhaseTally | null, now: number): string {
  const name = phase.padEnd(NAME_COLUMNS)
  const units = tally === null || tally.pending === 0 ? 'done before' : counted(tally.done, 'unit')
  const time = tally === null || tally.pending === 0 ? '' : ` in ${duration(now - tally.started)}`
  return `${name}${units}${time}: ${countsText(phase, counts)}`
}

function countsText(phase: PhaseName, counts: Counts): string {
  if (phase === 'pack') return counted(counts.kept, 'sample')
  if (phase === 'score') return `${counted(counts.kept, 'picture')} looked at`
  if (phase === 'annotate') return `${counted(counts.kept, 'embedding')} looked at`
  if (phase === 'caption') return `${counted(counts.kept, 'picture')} asked about`
  return `${grouped(counts.in)} in, ${grouped(counts.kept)} kept, ${grouped(exits(counts))} left out`
}

function rowsText(tally: PhaseTally): string {
  const { kept, left } = rowsOf(tally)
  if (tally.phase === 'pack') return counted(kept, 'sample')
  if (tally.phase === 'score' || tally.phase === 'caption') return counted(kept, 'picture')
  if (tally.phase === 'annotate') return counted(kept, 'embedding')
  return `${grouped(kept)} kept, ${grouped(left)} left out`
}

function bar(share: number, width: number): string {
  const full = Math.floor(share * width)
  return `${'='.repeat(full)}${full < width ? '>' : ''}`.padEnd(width, '.')
}
