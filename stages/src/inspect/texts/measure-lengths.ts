import type { AnatomySection } from '@warc2dataset/schemas'
import { binNumber, roundWidth } from '../images/round-width.js'
import type { Inspected } from '../pair-table.js'
import { keptRates, rateOf } from '../rate/kept-rates.js'

const TENTHS = 10
const LENGTH_BIN = 8
/** Texts of 400 code points and more are in one bin. */
const LAST_LENGTH_BIN = 50
const SCORE_BINS = 50

/**
 * Tenths of all candidates by code points of their text, those without a text among them, and how many were kept. Fewer
 * than ten where one length has more than a tenth: a length is never split. Field note inspect M22.
 */
export async function measureLengths(inspected: Inspected): Promise<AnatomySection['lengths']> {
  const counts = await inspected.duck.rows<{ length: number; n: number }>(
    `SELECT "length", count(*)::DOUBLE AS n FROM pairs GROUP BY "length" ORDER BY "length"`,
  )
  const bounds = tenthBounds(counts)
  const cases = bounds.map((bound, at) => `WHEN "length" < ${bound} THEN ${at}`).join(' ')
  const rates =
    bounds.length === 0 ? new Map() : await keptRates(inspected, { among: 'true', by: `CASE ${cases} END` })
  return bounds.map((high, at) => {
    const kept = rateOf(rates, `${at}`)
    return { low: bounds[at - 1] ?? 0, high, candidates: kept.n, kept }
  })
}

/** Upper ends, not included, of the tenths; `counts` by length, ascending. */
export function tenthBounds(
  counts: readonly { readonly length: number; readonly n: number }[],
): readonly number[] {
  const all = counts.reduce((sum, { n }) => sum + n, 0)
  const bounds: number[] = []
  let [seen, tenths] = [0, 0]
  for (const { length, n } of counts) {
    seen += n
    const reached = Math.floor((seen * TENTHS) / all)
    if (reached > tenths) bounds.push(length + 1)
    tenths = reached
  }
  return bounds
}

/** Rows with a text and a score, by length (bins of 8 code points; the last is 400 and more) and score. */
export async function measureLengthByScore({
  duck,
  score,
}: Inspected): Promise<AnatomySection['length_by_score']> {
  const scored = `"text" <> '' AND isfinite(score)`
  const [range] = await duck.rows<{ low: number | null; high: number | null }>(
    `SELECT min(score) AS low, max(score) AS high FROM pairs WHERE ${scored}`,
  )
  if (score === null || range === undefined || range.low === null || range.high === null)
    return { not_available: 'No row has a score.' }
  const width = roundWidth(range.low, range.high, SCORE_BINS)
  const rows = await duck.rows<{ length: number; bin: number; n: number }>(
    `SELECT CAST(least("length" // ${LENGTH_BIN}, ${LAST_LENGTH_BIN}) AS INTEGER) AS "length",
       ${binNumber('score', width)} AS bin, count(*)::DOUBLE AS n
     FROM pairs WHERE ${scored} GROUP BY ALL ORDER BY ALL`,
  )
  return {
    score: score.column,
    score_width: width,
    cells: rows.map(({ length, bin, n }) => [length, bin, n]),
  }
}
