import type { LanguagesSection, Rate } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { keptRates } from '../rate/kept-rates.js'

/** A value with its candidates, those kept, and their rate. */
export type Part = LanguagesSection['languages'][number]

/** Values beyond the limit, together; a value that is really called so is in it. */
export const OTHER = 'other'

/**
 * The values of a column of `pairs` with most candidates, at most `limit`; then all others joined as `other`, and those
 * not known as null, where there are any.
 *
 * @param column SQL expression.
 */
export async function listParts(
  inspected: Inspected,
  column: string,
  limit: number,
): Promise<readonly Part[]> {
  // Values stay in the database: in the text of a query a NUL would end it.
  const top = `(SELECT ${column} AS value FROM pairs WHERE ${column} <> '${OTHER}' GROUP BY ALL
    ORDER BY count(*) DESC, value LIMIT ${limit})`
  const from = `(SELECT cluster, kept, CASE WHEN top.value IS NULL AND ${column} IS NOT NULL THEN '${OTHER}' ELSE top.value END AS value
    FROM pairs LEFT JOIN ${top} AS top ON ${column} = top.value)`
  const rates = await keptRates(inspected, { among: 'true', by: 'value', from })
  const named = [...rates.keys()].filter((value) => value !== OTHER && value !== null)
  return [...named, OTHER, null].flatMap((value) => {
    const rate = rates.get(value)
    return rate === undefined ? [] : [partOf(value, rate)]
  })
}

export function partOf(value: string | null, rate: Rate): Part {
  return { value, candidates: rate.n, kept: rate.k, rate }
}
