import { type DropReason, DUCKDB_TYPES } from '@warc2dataset/schemas'
import { identifier, literal } from '../parquet/duck.js'
import type { Term, Where } from '../where/parse-where.js'

/** One filter as SQL over a row. */
export interface FilterSql {
  readonly name: string
  /** BOOLEAN, never NULL: unknown is a fail, since a missing value passes no filter that asks for it. */
  readonly holds: string
  /** VARCHAR: the reason of who fails. */
  readonly reason: string
  /** DOUBLE: the number judged; NULL where there is none. */
  readonly score: string
  /** VARCHAR: what was judged, as text. */
  readonly value: string
}

/** The filters of a `where`, in order; a term that fails since one of the columns `scores` is missing is no_score. */
export function filtersOf(
  { terms }: Where,
  reason: DropReason,
  scores: readonly string[] = [],
): readonly FilterSql[] {
  return terms.map((term) => {
    const asked = term.columns.filter((name) => scores.includes(name))
    const lacks = asked.map((name) => `${identifier(name)} IS NULL`).join(' OR ')
    return {
      name: term.source,
      holds: `coalesce((${term.sql}), false)`,
      reason:
        asked.length === 0
          ? literal(reason)
          : `CASE WHEN ${lacks} THEN 'no_score' ELSE ${literal(reason)} END`,
      score: `CAST(${term.scoreColumn === null ? 'NULL' : identifier(term.scoreColumn)} AS DOUBLE)`,
      value: value(term),
    }
  })
}

/** SQL over a row: the name of the first filter that does not hold, NULL if all do. */
export function firstFailing(filters: readonly FilterSql[]): string {
  return firstOf(filters, ({ name }) => literal(name))
}

/** SQL over a row: the reason of the first filter that does not hold, NULL if all do. */
export function firstReason(filters: readonly FilterSql[]): string {
  return firstOf(filters, ({ reason }) => reason)
}

function firstOf(filters: readonly FilterSql[], what: (filter: FilterSql) => string): string {
  if (filters.length === 0) return 'NULL::VARCHAR'
  return `CASE ${filters.map((filter) => `WHEN NOT ${filter.holds} THEN ${what(filter)}`).join(' ')} END`
}

/** SQL over a row: the list of every filter's verdict, with the value that was judged. */
export function verdictList(filters: readonly FilterSql[]): string {
  const verdicts = filters.map(
    ({ name, holds, score, value }) =>
      `{'filter': ${literal(name)}, score: ${score}, 'value': ${value}, pass: ${holds}}`,
  )
  return `[${verdicts.join(', ')}]::${DUCKDB_TYPES.verdicts}`
}

function value({ columns }: Term): string {
  const [only] = columns
  if (only === undefined) return 'NULL::VARCHAR'
  if (columns.length === 1) return `CAST(${identifier(only)} AS VARCHAR)`
  const parts = columns.map(
    (name) => `${literal(`${name}=`)} || coalesce(CAST(${identifier(name)} AS VARCHAR), 'null')`,
  )
  return parts.join(` || ', ' || `)
}
