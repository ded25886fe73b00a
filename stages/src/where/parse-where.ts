import type { Column, Columns, TypedExpression } from './ast.js'
import { canonical, canonicalAndOperand } from './canonical.js'
import { checkTypes } from './check-types.js'
import { evaluate } from './evaluate.js'
import { parseExpression } from './parse-expression.js'
import { toSql } from './to-sql.js'
import { failAt } from './where-error.js'

export type { Columns, ColumnType } from './ast.js'
export { WhereError, type WhereProblem } from './where-error.js'

const MAX_LENGTH = 10_000

/** One filter: a top-level `and` term of a `where`. */
export interface Term {
  /** Canonical text, e.g. `original_width >= 200`: the filter's name, unique within its `where`. */
  readonly source: string
  /** The columns it names, each once, in order of appearance. */
  readonly columns: readonly string[]
  /** DuckDB boolean expression; NULL where a missing value leaves it unknown, which is a fail. */
  readonly sql: string
  /** The numeric column of a term that is one comparison, `in` or `between`, perhaps under `not`. */
  readonly scoreColumn: string | null
  /** The number that `scoreColumn` is compared with; null for `in` and `between`. */
  readonly threshold: number | null
  readonly expression: TypedExpression
}

/** A parsed `where`. */
export interface Where {
  /** In the order written, without `true` and without repeats; a row passes if every one is true. */
  readonly terms: readonly Term[]
  /** Canonical text of the whole; `true` if there are no terms. */
  readonly source: string
}

/** Parses and checks a `where`; throws a WhereError at the first syntax error or with all type errors. */
export function parseWhere(text: string, columns: Columns): Where {
  if (text.length > MAX_LENGTH) {
    failAt(MAX_LENGTH, `Expected at most ${MAX_LENGTH} characters for where, got ${text.length}`)
  }
  const expression = checkTypes(parseExpression(text), columns)
  const operands = expression.kind === 'and' ? expression.operands : [expression]
  // By canonical text, since verdicts are reported by filter name.
  const distinct = new Map(operands.map((operand) => [canonical(operand), operand]))
  distinct.delete('true')
  const [only, ...others] = distinct.values()
  const whole =
    only === undefined || others.length > 0
      ? [...distinct.values()].map(canonicalAndOperand)
      : [canonical(only)]
  return {
    terms: [...distinct].map(([source, operand]) => toTerm(source, operand)),
    source: whole.join(' and ') || 'true',
  }
}

/** Evaluates one term on one row, as its `sql` would: null is unknown, which is a fail. */
export function evaluateTerm(term: Term, row: Readonly<Record<string, unknown>>): boolean | null {
  return evaluate(term.expression, row)
}

function toTerm(source: string, expression: TypedExpression): Term {
  const { column, threshold } = scoreOf(expression)
  return {
    source,
    columns: [...new Set(columnsOf(expression).map(({ name }) => name))],
    sql: toSql(expression),
    scoreColumn: column,
    threshold,
    expression,
  }
}

function columnsOf(expression: TypedExpression): readonly Column[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(columnsOf)
    case 'not':
      return columnsOf(expression.operand)
    case 'constant':
      return []
    default:
      return [expression.column]
  }
}

function scoreOf(expression: TypedExpression): { column: string | null; threshold: number | null } {
  switch (expression.kind) {
    case 'not':
      return scoreOf(expression.operand)
    case 'compare':
      return expression.literal.kind === 'number'
        ? { column: expression.column.name, threshold: expression.literal.value }
        : { column: null, threshold: null }
    case 'in':
    case 'between': {
      const { name, type } = expression.column
      return { column: type === 'number' || type === 'integer' ? name : null, threshold: null }
    }
    default:
      return { column: null, threshold: null }
  }
}
