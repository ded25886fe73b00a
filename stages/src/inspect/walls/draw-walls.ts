import type { Wall } from '@warc2dataset/schemas'
import { literal } from '../../parquet/duck.js'
import type { Inspected, ScoreOfPairs } from '../pair-table.js'
import { sqlDouble } from '../threshold/score-grid.js'
import { isEligible, isLostTie } from '../threshold/score-rows.js'
import { type DrawnRow, describeRows } from './describe-rows.js'

/** `Wall` before its rows have pictures. */
export interface DrawnWall extends Omit<Wall, 'rows'> {
  readonly rows: readonly DrawnRow[]
}

export interface DrawnWalls {
  /** By id of step (`s0`, as in the funnel), and `kept`; none where no row is. */
  readonly walls: ReadonlyMap<string, readonly DrawnWall[]>
  /** Eligible rows by bin of 0.01 of the score: its lower edge with two decimals; ascending. */
  readonly near: ReadonlyMap<string, readonly DrawnRow[]>
}

export interface DrawOptions {
  /** Rows of a draw, at most. */
  readonly each: number
  readonly seed: number
}

/** How far from the cut `near` goes, in bins of 0.01. */
const NEAR_BINS = 10
/** Bins of `near` where there is no cut. */
const MOST_NEAR_BINS = 60

/**
 * Rows to look at (field note inspect §4.4): of each step those that left there, and of the kept, drawn by md5 of seed and
 * id, so that the same run shows the same ones and no row's place in the run matters. The step that judges the score has
 * the closest calls, too: rows that nothing else cut, `each` on either side of the cut, by ascending score.
 *
 * `near` holds rows that the threshold lab may gain or lose: within 0.1 of the cut; without a cut at most 60 bins, evenly
 * spread over all scores.
 */
export async function drawWalls(inspected: Inspected, options: DrawOptions): Promise<DrawnWalls> {
  const random = await drawRandom(inspected, options)
  const closest = await drawClosest(inspected, options)
  const near = await drawNear(inspected, options)
  const numbers = [...random.values(), ...(closest === null ? [] : [closest]), ...near.values()]
  const rows = await describeRows(
    inspected.duck,
    'pairs',
    numbers.flatMap((drawn) => ('rows' in drawn ? drawn.rows : drawn)),
    { steps: inspected.steps, cut: inspected.score?.cut ?? null },
  )
  const described = (drawn: readonly number[]): readonly DrawnRow[] =>
    drawn.map((row) => rows.get(row)).filter((row) => row !== undefined)
  const walls = [...random].map(([step, { of, rows: drawn }]): [string, readonly DrawnWall[]] => {
    const wall: DrawnWall = { kind: 'random', of, rows: described(drawn) }
    if (closest === null || step !== inspected.score?.step) return [nameOf(step), [wall]]
    return [nameOf(step), [wall, { kind: 'closest', of: closest.of, rows: described(closest.rows) }]]
  })
  return { walls: new Map(walls), near: new Map([...near].map(([bin, drawn]) => [bin, described(drawn)])) }
}

function nameOf(step: number): string {
  return step < 0 ? 'kept' : `s${step}`
}

/** SQL: the order of draws. */
export function drawOrder(seed: number): string {
  return `md5(${literal(`${seed}:`)} || id)`
}

interface Drawn {
  /** That there are. */
  readonly of: number
  readonly rows: readonly number[]
}

/** By index of the step, -1 the kept. A heap of `each` rows per step; nothing is sorted. */
async function drawRandom(
  { duck }: Inspected,
  { each, seed }: DrawOptions,
): Promise<ReadonlyMap<number, Drawn>> {
  const rows = await duck.rows<Drawn & { readonly step: number }>(
    `SELECT left_step::INTEGER AS step, count(*)::DOUBLE AS of, arg_min(row, ${drawOrder(seed)}, ${each}) AS rows
     FROM pairs GROUP BY left_step ORDER BY left_step`,
  )
  return new Map(rows.map(({ step, of, rows: drawn }) => [step, { of, rows: drawn }]))
}

/** Eligible rows nearest to the cut, from both sides; null: no step judges the score, or it has no cut. */
async function drawClosest({ duck, score }: Inspected, { each }: DrawOptions): Promise<Drawn | null> {
  if (score === null || score.step === null || score.cut === null) return null
  const below = `(score < ${sqlDouble(score.cut)} OR ${isLostTie(score)})`
  const side = async (condition: string, order: string): Promise<readonly number[]> =>
    (
      await duck.rows<{ row: number }>(
        `SELECT row FROM pairs WHERE ${isEligible(score)} AND ${condition} ORDER BY score ${order}, row LIMIT ${each}`,
      )
    ).map(({ row }) => row)
  const [count] = await duck.rows<{ of: number }>(
    `SELECT count(*)::DOUBLE AS of FROM pairs WHERE ${isEligible(score)}`,
  )
  const rows = [...(await side(below, 'DESC')).toReversed(), ...(await side(`NOT ${below}`, 'ASC'))]
  return { of: count?.of ?? 0, rows }
}

async function drawNear(
  { duck, score }: Inspected,
  { each, seed }: DrawOptions,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (score === null) return new Map()
  const among = await nearBins(duck, score)
  const rows = await duck.rows<{ bin: number; rows: readonly number[] }>(
    `SELECT bin, arg_min(row, ${drawOrder(seed)}, ${each}) AS rows
     FROM (SELECT row, id, ${HUNDREDTH} AS bin FROM pairs WHERE ${isEligible(score)})
     WHERE ${among} GROUP BY bin ORDER BY bin`,
  )
  return new Map(rows.map(({ bin, rows: drawn }) => [(bin / 100).toFixed(2), drawn]))
}

/** SQL: number of the bin of 0.01, exact: k/100 is the double nearest to the decimal edge. */
const HUNDREDTH = `(floor(score * 100) + (score >= (floor(score * 100) + 1) / 100)::INTEGER
  - (score < floor(score * 100) / 100)::INTEGER)`

async function nearBins(duck: Inspected['duck'], score: ScoreOfPairs): Promise<string> {
  if (score.cut !== null) {
    const middle = Math.floor(score.cut * 100 + 1e-9)
    return `bin BETWEEN ${middle - NEAR_BINS} AND ${middle + NEAR_BINS}`
  }
  const [range] = await duck.rows<{ low: number | null; high: number | null }>(
    `SELECT min(${HUNDREDTH}) AS low, max(${HUNDREDTH}) AS high FROM pairs WHERE ${isEligible(score)}`,
  )
  const [low, high] = [range?.low ?? 0, range?.high ?? 0]
  const step = Math.ceil((high - low + 1) / MOST_NEAR_BINS)
  return `(bin - ${sqlDouble(low)}) % ${sqlDouble(step)} = 0`
}
