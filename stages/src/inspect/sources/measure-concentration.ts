import type { Concentration } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import { effectiveNumber, gini, hhi, topShare } from '../../statistics/concentration.js'

/** Rows of each part before and after, without the parts that have none; ascending, without names. */
export interface PartSizes {
  readonly before: Float64Array
  readonly after: Float64Array
}

/**
 * Sizes of parts from a SQL table expression with a row per part and its counts `candidates` and `kept`. How many parts
 * have a size is what the database tells: at most √(2·rows) lines, whatever the number of parts.
 */
export async function readPartSizes(duck: Duck, parts: string): Promise<PartSizes> {
  const read = async (column: 'candidates' | 'kept'): Promise<Float64Array> => {
    const rows = await duck.rows<{ size: number; n: number }>(
      `SELECT "${column}"::DOUBLE AS size, count(*)::DOUBLE AS n FROM ${parts} AS parts
       WHERE "${column}" > 0 GROUP BY ALL ORDER BY size`,
    )
    const sizes = new Float64Array(rows.reduce((sum, { n }) => sum + n, 0))
    let at = 0
    for (const { size, n } of rows) {
      sizes.fill(size, at, at + n)
      at += n
    }
    return sizes
  }
  return { before: await read('candidates'), after: await read('kept') }
}

/** How unequally rows are spread over the parts that hold one: field note inspect M18. */
export function measureConcentration(sizes: Float64Array): Concentration {
  return {
    rows: sizes.reduce((sum, size) => sum + size, 0),
    parts: sizes.length,
    gini: gini(sizes),
    hhi: hhi(sizes),
    top1: topShare(sizes, 1),
    top10: topShare(sizes, 10),
    top100: topShare(sizes, 100),
    effective: effectiveNumber(sizes),
  }
}

/**
 * Share of the rows in the smallest hundredths of the parts: 101 numbers from 0 to 1; where a hundredth ends within a
 * part, that part of its rows. Empty without a row.
 *
 * @param sizes ascending, each > 0.
 */
export function lorenzCurve(sizes: Float64Array): readonly number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  if (all === 0) return []
  const curve: number[] = []
  let [parts, rows] = [0, 0]
  for (let hundredth = 0; hundredth <= 100; hundredth++) {
    const place = (sizes.length * hundredth) / 100
    for (; parts < Math.floor(place); parts++) rows += sizes[parts] ?? 0
    curve.push((rows + (place - parts) * (sizes[parts] ?? 0)) / all)
  }
  return curve
}
