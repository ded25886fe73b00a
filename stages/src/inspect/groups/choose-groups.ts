import type { Duck } from '../../parquet/duck.js'
import { MINIMUM } from './minimum.js'

/** Rows of a value: those of a language, a script, a top-level domain. */
export interface AxisGroup {
  readonly axis: 'language' | 'script' | 'tld'
  /** Null: not known. */
  readonly value: string | null
}

const MOST_PER_AXIS = 40

/** SQL of each axis over `pairs`; what `IS_VALUE` does not take is none. */
export const AXIS_VALUES: Readonly<Record<AxisGroup['axis'], string>> = {
  language: '"language"',
  script: 'script',
  tld: `lower(split_part(domain, '.', -1))`,
}

/** SQL over the values of each axis. */
const IS_VALUE: Readonly<Record<AxisGroup['axis'], string>> = {
  language: 'true',
  script: 'value IS NOT NULL',
  // A host that ends in a number is an address, which has no top-level domain (URL Standard, "ends in a number").
  tld: `NOT regexp_full_match(value, '[0-9]*')`,
}

/**
 * The values with at least 50 candidates, the most common 40 of each axis, the largest first. "Not known" is a value of
 * language only, as what filters on language cut, and only where some language is known.
 */
export async function chooseAxisGroups(duck: Duck): Promise<readonly AxisGroup[]> {
  const chosen: AxisGroup[] = []
  for (const axis of ['language', 'script', 'tld'] as const) {
    const values = await duck.rows<{ value: string | null }>(`
      SELECT value FROM (SELECT ${AXIS_VALUES[axis]} AS value FROM pairs)
      GROUP BY value HAVING count(*) >= ${MINIMUM.rows} AND ${IS_VALUE[axis]}
      ORDER BY count(*) DESC, value NULLS LAST LIMIT ${MOST_PER_AXIS}`)
    if (values.every(({ value }) => value === null)) continue
    chosen.push(...values.map(({ value }) => ({ axis, value })))
  }
  return chosen
}
