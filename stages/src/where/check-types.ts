import type {
  Column,
  ColumnName,
  Columns,
  ColumnType,
  Leaf,
  Literal,
  NamedExpression,
  TypedExpression,
} from './ast.js'
import { describeLiteral } from './canonical.js'
import { nearestNames } from './nearest-names.js'
import { clip, WhereError, type WhereProblem } from './where-error.js'

/** What one check has found so far. */
interface Check {
  readonly columns: Columns
  readonly unknown: Set<string>
  readonly problems: WhereProblem[]
}

/** Gives every column its type; throws a WhereError with every unknown column and every type mismatch. */
export function checkTypes(expression: NamedExpression, columns: Columns): TypedExpression {
  const check: Check = { columns, unknown: new Set(), problems: [] }
  const typed = checkExpression(expression, check)
  if (check.problems.length > 0) throw new WhereError(check.problems)
  return typed
}

function checkExpression(expression: NamedExpression, check: Check): TypedExpression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        kind: expression.kind,
        operands: expression.operands.map((operand) => checkExpression(operand, check)),
      }
    case 'not':
      return { kind: 'not', operand: checkExpression(expression.operand, check) }
    case 'constant':
      return expression
    default:
      return checkLeaf(expression, check)
  }
}

type ColumnLeaf<C> = Exclude<Leaf<C>, { readonly kind: 'constant' }>

function checkLeaf(leaf: ColumnLeaf<ColumnName>, check: Check): TypedExpression {
  const column = resolve(leaf.column, check)
  // An unknown column is one problem already; its literals cannot be judged.
  if (column === null) return { kind: 'constant', value: false }
  for (const literal of literalsOf(leaf)) checkLiteral(literal, column, leaf, check)
  if (leaf.kind === 'column' && column.type !== 'boolean') {
    report(
      check,
      leaf.column.position,
      `Expected a comparison for ${column.name}, got the ${column.type} column alone`,
    )
  }
  if (leaf.kind === 'contains' && column.type !== 'string')
    report(check, leaf.column.position, `Expected a string column before contains, got ${column.name}`)
  const ordered = leaf.kind === 'between' || (leaf.kind === 'compare' && !isEquality(leaf))
  if (ordered && column.type === 'boolean') {
    const got = leaf.kind === 'between' ? 'between' : leaf.operator
    report(check, leaf.column.position, `Expected = or != for the boolean column ${column.name}, got ${got}`)
  }
  return { ...leaf, column }
}

function resolve(column: ColumnName, check: Check): Column | null {
  const { name, position } = column
  const type = check.columns.get(name)
  if (type !== undefined) return { name, type }
  if (!check.unknown.has(name)) {
    check.unknown.add(name)
    const known = [...check.columns.keys()]
    const nearest = nearestNames(name, known)
    // The whole list is a wall on a terminal: it helps only where nothing is near.
    const hint =
      nearest.length === 0 ? ` (columns: ${known.join(', ')})` : `; did you mean ${nearest.join(' or ')}?`
    report(check, position, `Expected a known column for where, got ${clip(name)}${hint}`)
  }
  return null
}

function literalsOf(leaf: ColumnLeaf<ColumnName>): readonly Literal[] {
  switch (leaf.kind) {
    case 'compare':
    case 'contains':
      return [leaf.literal]
    case 'in':
      return leaf.literals
    case 'between':
      return [leaf.low, leaf.high]
    default:
      return []
  }
}

const WANTED: Readonly<Record<ColumnType, string>> = {
  number: 'a number',
  integer: 'a number',
  string: 'a string',
  boolean: 'true or false',
}

function checkLiteral(literal: Literal, column: Column, leaf: ColumnLeaf<ColumnName>, check: Check): void {
  const wantedKind = column.type === 'integer' ? 'number' : column.type
  const got = describeLiteral(literal)
  if (literal.kind !== wantedKind) {
    report(check, literal.position, `Expected ${WANTED[column.type]} for ${column.name}, got ${got}`)
  } else if (
    column.type === 'integer' &&
    isEquality(leaf) &&
    literal.kind === 'number' &&
    literal.integer === null
  ) {
    report(
      check,
      literal.position,
      `Expected a whole number for ${column.name}, which holds no other, got ${got}`,
    )
  }
}

function isEquality(leaf: ColumnLeaf<ColumnName>): boolean {
  return leaf.kind === 'in' || (leaf.kind === 'compare' && (leaf.operator === '=' || leaf.operator === '!='))
}

function report(check: Check, position: number, message: string): void {
  check.problems.push({ position, message })
}
