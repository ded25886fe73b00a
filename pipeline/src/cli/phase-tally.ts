import type { Counts, PhaseName } from '@warc2dataset/schemas'
import { exits } from '../commits/counts.js'

interface Rows {
  readonly kept: number
  readonly left: number
}

interface Mark {
  readonly at: number
  readonly rows: number
  readonly computeMs: number
}

/** How far one phase is, as its events tell it. Times are ms. */
export interface PhaseTally {
  readonly phase: PhaseName
  readonly units: number
  readonly pending: number
  readonly started: number
  /** Rows that will come, null where nobody knows. */
  readonly expected: number | null
  /** Units finished since the phase started. */
  readonly done: number
  /** Rows of finished units. */
  readonly finished: Rows
  /** Rows of units under way. */
  readonly underWay: ReadonlyMap<string, Rows>
  /** What devices computed since the phase started. */
  readonly computeMs: number
  /** Workers that hold a device each. */
  readonly workers: number
  /** Rows at past moments, oldest first: the rate is that of the last seconds. */
  readonly marks: readonly Mark[]
}

const NONE: Rows = { kept: 0, left: 0 }
const MARK_EVERY_MS = 1000
const MARKS = 12

export function startTally(
  start: Pick<PhaseTally, 'phase' | 'units' | 'pending' | 'expected' | 'workers'>,
  now: number,
): PhaseTally {
  const marks = [{ at: now, rows: 0, computeMs: 0 }]
  return { ...start, started: now, done: 0, finished: NONE, underWay: new Map(), computeMs: 0, marks }
}

/** Rows of a unit went through, and took a device `computeMs`. */
export function addRows(
  tally: PhaseTally,
  unit: string,
  { computeMs = 0, ...rows }: Rows & { readonly computeMs?: number },
  now: number,
): PhaseTally {
  const underWay = new Map(tally.underWay)
  underWay.set(unit, sum(underWay.get(unit) ?? NONE, rows))
  return marked({ ...tally, underWay, computeMs: tally.computeMs + computeMs }, now)
}

/** A unit is committed: its counts replace what was heard of it on the way. */
export function finishUnit(tally: PhaseTally, unit: string, counts: Counts, now: number): PhaseTally {
  const finished = sum(tally.finished, { kept: counts.kept, left: exits(counts) })
  return marked({ ...dropUnit(tally, unit), done: tally.done + 1, finished }, now)
}

/** A unit failed: what was heard of it does not count, it starts again. */
export function dropUnit(tally: PhaseTally, unit: string): PhaseTally {
  const underWay = new Map(tally.underWay)
  underWay.delete(unit)
  return { ...tally, underWay }
}

/** Rows so far, of finished units and of those under way. */
export function rowsOf({ finished, underWay }: PhaseTally): Rows {
  return [...underWay.values()].reduce(sum, finished)
}

/** Rows per second over the last seconds; null before there is anything to say. */
export function rateOf(tally: PhaseTally, now: number): number | null {
  const { kept, left } = rowsOf(tally)
  const [oldest] = tally.marks
  if (oldest === undefined || now - oldest.at < MARK_EVERY_MS / 2 || kept + left === 0) return null
  return Math.max(0, ((kept + left - oldest.rows) * 1000) / (now - oldest.at))
}

/** Share of the last seconds in which the devices computed, 0 to 1; null for a phase without one, or too early. */
export function busyOf(tally: PhaseTally, now: number): number | null {
  const [oldest] = tally.marks
  if (oldest === undefined || now - oldest.at < MARK_EVERY_MS / 2 || tally.computeMs === 0) return null
  return Math.min(1, (tally.computeMs - oldest.computeMs) / ((now - oldest.at) * tally.workers))
}

/** Done share of the phase, 0 to 1: its units, and of those under way as many of their rows as are through. */
export function shareOf(tally: PhaseTally): number {
  if (tally.units === 0) return 1
  const before = tally.units - tally.pending
  return Math.min(1, (before + tally.done + partsUnderWay(tally)) / tally.units)
}

/** Milliseconds until the phase is done, at the pace since it started; null before that can be told. */
export function remainingMs(tally: PhaseTally, now: number): number | null {
  if (tally.units === 0) return null
  const atStart = (tally.units - tally.pending) / tally.units
  const share = shareOf(tally)
  const elapsed = now - tally.started
  if (share <= atStart || elapsed < 2 * MARK_EVERY_MS) return null
  return (elapsed * (1 - share)) / (share - atStart)
}

function partsUnderWay(tally: PhaseTally): number {
  const perUnit = rowsPerUnit(tally)
  if (perUnit === null) return 0
  const parts = [...tally.underWay.values()].map(({ kept, left }) => Math.min(0.99, (kept + left) / perUnit))
  return parts.reduce((all, part) => all + part, 0)
}

function rowsPerUnit({ expected, units, done, finished }: PhaseTally): number | null {
  const rows = expected === null ? (finished.kept + finished.left) / done : expected / units
  return Number.isFinite(rows) && rows > 0 ? rows : null
}

function marked(tally: PhaseTally, now: number): PhaseTally {
  const last = tally.marks.at(-1)
  if (last !== undefined && now - last.at < MARK_EVERY_MS) return tally
  const { kept, left } = rowsOf(tally)
  const mark = { at: now, rows: kept + left, computeMs: tally.computeMs }
  return { ...tally, marks: [...tally.marks, mark].slice(-MARKS) }
}

function sum(a: Rows, b: Rows): Rows {
  return { kept: a.kept + b.kept, left: a.left + b.left }
}
