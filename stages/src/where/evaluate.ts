import type { Column, CompareOperator, Leaf, Literal, TypedExpression } from './ast.js'

type Cell = number | bigint | string | boolean

/** Evaluates an expression on one row as SQL would: null is unknown. Throws if a cell has another type. */
export function evaluate(
  expression: TypedExpression,
  row: Readonly<Record<string, unknown>>,
): boolean | null {
  switch (expression.kind) {
    case 'and':
      return combine(expression.operands, row, false)
    case 'or':
      return combine(expression.operands, row, true)
    case 'not':
      return negate(evaluate(expression.operand, row))
    default:
      return evaluateLeaf(expression, row)
  }
}

function combine(
  operands: readonly TypedExpression[],
  row: Readonly<Record<string, unknown>>,
  decisive: boolean,
): boolean | null {
  let unknown = false
  for (const operand of operands) {
    const value = evaluate(operand, row)
    if (value === decisive) return decisive
    if (value === null) unknown = true
  }
  return unknown ? null : !decisive
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value
}

function evaluateLeaf(leaf: Leaf<Column>, row: Readonly<Record<string, unknown>>): boolean | null {
  if (leaf.kind === 'constant') return leaf.value
  const cell = readCell(leaf.column, row)
  if (leaf.kind === 'is-null') return (cell === null) !== leaf.negated
  if (cell === null) return null
  switch (leaf.kind) {
    case 'column':
      return cell === true
    case 'compare':
      return holds(leaf.operator, order(cell, leaf.literal, leaf.column))
    case 'in':
      return leaf.literals.some((literal) => order(cell, literal, leaf.column) === 0) !== leaf.negated
    case 'contains':
      return String(cell).includes(String(leaf.literal.value)) !== leaf.negated
    case 'between':
      return (
        (order(cell, leaf.low, leaf.column) >= 0 && order(cell, leaf.high, leaf.column) <= 0) !== leaf.negated
      )
  }
}

/** A column's value in a row; null if it is missing or NaN. Throws if it has another type. */
export function readCell(column: Column, row: Readonly<Record<string, unknown>>): Cell | null {
  const value = Object.hasOwn(row, column.name) ? row[column.name] : null
  if (value === null || value === undefined || Number.isNaN(value)) return null
  switch (column.type) {
    case 'number':
      if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
      break
    case 'integer':
      if (typeof value === 'number' || typeof value === 'bigint') return value
      break
    case 'string':
      if (typeof value === 'string') return value
      break
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
  }
  throw new TypeError(`Expected ${column.type} for ${column.name}, got ${typeof value}`)
}

function order(cell: Cell, literal: Literal, column: Column): number {
  if (typeof cell === 'string') return compareUtf8(cell, String(literal.value))
  if (typeof cell === 'boolean' || literal.kind !== 'number') return Number(cell) - Number(literal.value)
  // JavaScript compares a bigint with a number by value, without rounding either.
  const value = column.type === 'integer' ? (literal.integer ?? literal.value) : literal.value
  return Number(value < cell) - Number(value > cell)
}

// DuckDB compares UTF-8 bytes; JavaScript's < compares UTF-16 units, which sorts U+FFxx after emoji.
function compareUtf8(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function holds(operator: CompareOperator, compared: number): boolean {
  switch (operator) {
    case '=':
      return compared === 0
    case '!=':
      return compared !== 0
    case '<':
      return compared < 0
    case '<=':
      return compared <= 0
    case '>':
      return compared > 0
    case '>=':
      return compared >= 0
  }
}
