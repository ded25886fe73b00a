import type { Column, Leaf, Literal, NumberLiteral, TypedExpression } from './ast.js'
import { quoteString } from './canonical.js'

// DuckDB reads longer literals as DOUBLE, which would round the column and a whole IN list; from this
// bound on, every literal compares with an int64 as the bound does.
const INTEGER_BOUND = 10n ** 37n

/** A DuckDB boolean expression over quoted columns; NULL where the answer is unknown. */
export function toSql(expression: TypedExpression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.operands.map(toSql).join(expression.kind === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${toSql(expression.operand)})`
    default:
      return leafSql(expression)
  }
}

function leafSql(leaf: Leaf<Column>): string {
  switch (leaf.kind) {
    case 'constant':
      return leaf.value ? 'TRUE' : 'FALSE'
    case 'column':
      return columnSql(leaf.column)
    case 'compare':
      return comparison(leaf.column, leaf.operator === '!=' ? '<>' : leaf.operator, leaf.literal)
    case 'in': {
      const literals = leaf.literals.map((literal) => literalSql(literal, leaf.column))
      return `(${columnSql(leaf.column)}${leaf.negated ? ' NOT' : ''} IN (${literals.join(', ')}))`
    }
    case 'between': {
      // Two comparisons, since BETWEEN casts all three to one type: a fractional bound would make the
      // other, exact one a DOUBLE.
      const inside = `(${comparison(leaf.column, '>=', leaf.low)} AND ${comparison(leaf.column, '<=', leaf.high)})`
      return leaf.negated ? `(NOT ${inside})` : inside
    }
    case 'contains': {
      const inside = `contains(${columnSql(leaf.column)}, ${literalSql(leaf.literal, leaf.column)})`
      return leaf.negated ? `(NOT ${inside})` : inside
    }
    case 'is-null':
      return `(${columnSql(leaf.column)} IS${leaf.negated ? ' NOT' : ''} NULL)`
  }
}

function comparison(column: Column, operator: string, literal: Literal): string {
  return `(${columnSql(column)} ${operator} ${literalSql(literal, column)})`
}

// DuckDB sorts NaN above every number and equal to itself; here it is a missing value.
function columnSql(column: Column): string {
  const identifier = `"${column.name.replaceAll('"', '""')}"`
  return column.type === 'number'
    ? `(CASE WHEN isnan(${identifier}) THEN NULL ELSE ${identifier} END)`
    : identifier
}

function literalSql(literal: Literal, column: Column): string {
  if (literal.kind === 'string') return quoteString(literal.value)
  if (literal.kind === 'boolean') return literal.value ? 'TRUE' : 'FALSE'
  return column.type === 'integer' && literal.integer !== null
    ? String(clamp(literal.integer))
    : doubleSql(literal)
}

// The exponent makes it a DOUBLE: a bare 0.37 is a DECIMAL.
function doubleSql(literal: NumberLiteral): string {
  return literal.value.toExponential()
}

function clamp(integer: bigint): bigint {
  if (integer > INTEGER_BOUND) return INTEGER_BOUND
  return integer < -INTEGER_BOUND ? -INTEGER_BOUND : integer
}
