import type { Expression, Leaf, Literal } from './ast.js'
import { clip } from './where-error.js'

/** The one spelling of an expression: two texts with the same canonical form mean the same. */
export function canonical(expression: Expression<{ readonly name: string }>): string {
  switch (expression.kind) {
    case 'or':
      return expression.operands.map(canonical).join(' or ')
    case 'and':
      return expression.operands.map(canonicalAndOperand).join(' and ')
    case 'not':
      return `not ${canonicalNotOperand(expression.operand)}`
    default:
      return canonicalLeaf(expression)
  }
}

/** An expression as it stands between two `and`s. */
export function canonicalAndOperand(expression: Expression<{ readonly name: string }>): string {
  return expression.kind === 'or' ? `(${canonical(expression)})` : canonical(expression)
}

// `not x > 1` would be the same by precedence, but a reader must know that precedence.
function canonicalNotOperand(expression: Expression<{ readonly name: string }>): string {
  const bare = expression.kind === 'column' || expression.kind === 'constant' || expression.kind === 'not'
  return bare ? canonical(expression) : `(${canonical(expression)})`
}

function canonicalLeaf(leaf: Leaf<{ readonly name: string }>): string {
  switch (leaf.kind) {
    case 'constant':
      return String(leaf.value)
    case 'column':
      return leaf.column.name
    case 'compare':
      return `${leaf.column.name} ${leaf.operator} ${literalText(leaf.literal)}`
    case 'in':
      return `${leaf.column.name}${not(leaf.negated)} in (${leaf.literals.map(literalText).join(', ')})`
    case 'between':
      return `${leaf.column.name}${not(leaf.negated)} between ${literalText(leaf.low)} and ${literalText(leaf.high)}`
    case 'contains':
      return `${leaf.column.name}${not(leaf.negated)} contains ${literalText(leaf.literal)}`
    case 'is-null':
      return `${leaf.column.name} is${not(leaf.negated)} null`
  }
}

function not(negated: boolean): string {
  return negated ? ' not' : ''
}

function literalText(literal: Literal): string {
  if (literal.kind === 'string') return quoteString(literal.value)
  return literal.kind === 'number' ? literal.text : String(literal.value)
}

/** A string between single quotes, its own quotes doubled: the same here and in SQL. */
export function quoteString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** A literal as an error message shows it. */
export function describeLiteral(literal: Literal): string {
  return clip(literalText(literal))
}
