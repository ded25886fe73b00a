import { identifier, literal } from '../parquet/duck.js'
import type { Term, Where } from '../where/parse-where.js'

/** SQL over a row: the name of the first term that does not hold, NULL if all do. */
export function firstFailing({ terms }: Where): string {
  if (terms.length === 0) return 'NULL::VARCHAR'
  const cases = terms.map((term) => `WHEN NOT ${holds(term)} THEN ${literal(term.source)}`)
  return `CASE ${cases.join(' ')} END`
}

/** SQL over a row: the list of every term's verdict, with the value that was judged. */
export function verdictList({ terms }: Where): string {
  const verdicts = terms.map(
    (term) =>
      `{'filter': ${literal(term.source)}, score: ${score(term)}, 'value': ${value(term)}, pass: ${holds(term)}}`,
  )
  return `[${verdicts.join(', ')}]`
}

/** Unknown is a fail: a missing value passes no filter that asks for it. */
function holds(term: Term): string {
  return `coalesce((${term.sql}), false)`
}

function score({ scoreColumn }: Term): string {
  return `CAST(${scoreColumn === null ? 'NULL' : identifier(scoreColumn)} AS DOUBLE)`
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
