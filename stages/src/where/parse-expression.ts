import type { ColumnName, CompareOperator, Literal, NamedExpression } from './ast.js'
import { describeLiteral, quoteString } from './canonical.js'
import { type Token, tokenize } from './tokenize.js'
import { clip, failAt } from './where-error.js'

const MAX_DEPTH = 50

const OPERATORS: ReadonlyMap<string, CompareOperator> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])

const END: Token = { kind: 'end', text: '', position: 0 }

/** A place in the tokens; the parsing functions move it on. */
interface Cursor {
  readonly tokens: readonly Token[]
  index: number
}

/** Parses the grammar alone, without looking at columns or types; throws a WhereError. */
export function parseExpression(text: string): NamedExpression {
  const cursor: Cursor = { tokens: tokenize(text), index: 0 }
  const expression = parseOr(cursor, 0)
  if (peek(cursor).kind !== 'end') unexpected(cursor, 'and, or, or the end')
  return expression
}

function parseOr(cursor: Cursor, depth: number): NamedExpression {
  return parseList(cursor, 'or', () => parseAnd(cursor, depth))
}

function parseAnd(cursor: Cursor, depth: number): NamedExpression {
  return parseList(cursor, 'and', () => parseNot(cursor, depth))
}

// A loop, not a recursion: a chain may be as long as the text, only parentheses and `not` nest.
function parseList(cursor: Cursor, kind: 'and' | 'or', next: () => NamedExpression): NamedExpression {
  const first = next()
  if (!isKeyword(peek(cursor), kind)) return first
  const operands = [first]
  while (takeKeyword(cursor, kind)) operands.push(next())
  return {
    kind,
    operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
  }
}

function parseNot(cursor: Cursor, depth: number): NamedExpression {
  if (depth > MAX_DEPTH) {
    failAt(peek(cursor).position, `Expected at most ${MAX_DEPTH} levels of nesting for where, got more`)
  }
  if (takeKeyword(cursor, 'not')) return { kind: 'not', operand: parseNot(cursor, depth + 1) }
  if (takeSymbol(cursor, '(')) {
    const inner = parseOr(cursor, depth + 1)
    expectSymbol(cursor, ')', 'and, or, or )')
    return inner
  }
  return parseLeaf(cursor)
}

function parseLeaf(cursor: Cursor): NamedExpression {
  const token = peek(cursor)
  if (takeKeyword(cursor, 'true')) return { kind: 'constant', value: true }
  if (takeKeyword(cursor, 'false')) return { kind: 'constant', value: false }
  if (token.kind === 'column') {
    cursor.index += 1
    return parseTest(cursor, { name: token.text, position: token.position })
  }
  const mend =
    token.kind === 'number' || token.kind === 'string' ? '; write the column first, as in x >= 1' : ''
  return unexpected(cursor, 'a column, not, true, false or (', mend)
}

function parseTest(cursor: Cursor, column: ColumnName): NamedExpression {
  const operator = peek(cursor).kind === 'symbol' ? OPERATORS.get(peek(cursor).text) : undefined
  if (operator !== undefined) {
    cursor.index += 1
    return { kind: 'compare', column, operator, literal: parseLiteral(cursor, column) }
  }
  if (takeKeyword(cursor, 'is')) {
    const negated = takeKeyword(cursor, 'not')
    if (!takeKeyword(cursor, 'null')) unexpected(cursor, 'null after is')
    return { kind: 'is-null', column, negated }
  }
  const negated = takeKeyword(cursor, 'not')
  if (takeKeyword(cursor, 'in'))
    return { kind: 'in', column, negated, literals: parseLiterals(cursor, column) }
  if (takeKeyword(cursor, 'between')) {
    const low = parseLiteral(cursor, column)
    if (!takeKeyword(cursor, 'and')) unexpected(cursor, `and after between ${describeLiteral(low)}`)
    return { kind: 'between', column, negated, low, high: parseLiteral(cursor, column) }
  }
  if (takeKeyword(cursor, 'contains'))
    return { kind: 'contains', column, negated, literal: parseLiteral(cursor, column) }
  if (negated) unexpected(cursor, `in, between or contains after ${clip(column.name)} not`)
  return { kind: 'column', column }
}

function parseLiterals(cursor: Cursor, column: ColumnName): readonly Literal[] {
  expectSymbol(cursor, '(', '( after in')
  const literals = [parseLiteral(cursor, column)]
  while (takeSymbol(cursor, ',')) literals.push(parseLiteral(cursor, column))
  expectSymbol(cursor, ')', ', or )')
  return literals
}

function parseLiteral(cursor: Cursor, column: ColumnName): Literal {
  const token = peek(cursor)
  const { position } = token
  if (token.kind === 'number') {
    cursor.index += 1
    return numberLiteral(token)
  }
  if (token.kind === 'string') {
    cursor.index += 1
    return { kind: 'string', value: token.text, position }
  }
  if (takeKeyword(cursor, 'true')) return { kind: 'boolean', value: true, position }
  if (takeKeyword(cursor, 'false')) return { kind: 'boolean', value: false, position }
  const name = clip(column.name)
  if (isKeyword(token, 'null')) return unexpected(cursor, 'a literal', `; write ${name} is null`, name)
  const mend =
    token.kind === 'column' ? '; a column is compared with literals, and strings need single quotes' : ''
  return unexpected(cursor, 'a literal', mend, name)
}

function numberLiteral(token: Token): Literal {
  const { text, position } = token
  const value = Number(text)
  if (!Number.isFinite(value))
    failAt(position, `Expected a number within double range for where, got ${clip(text)}`)
  if (/^-?\d+$/.test(text)) {
    const integer = BigInt(text)
    return { kind: 'number', value, integer, text: String(integer), position }
  }
  return {
    kind: 'number',
    value,
    integer: Number.isInteger(value) ? BigInt(value) : null,
    text: String(value),
    position,
  }
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.index] ?? END
}

function isKeyword(token: Token, keyword: string): boolean {
  return token.kind === 'keyword' && token.text === keyword
}

function takeKeyword(cursor: Cursor, keyword: string): boolean {
  const found = isKeyword(peek(cursor), keyword)
  if (found) cursor.index += 1
  return found
}

function takeSymbol(cursor: Cursor, symbol: string): boolean {
  const token = peek(cursor)
  const found = token.kind === 'symbol' && token.text === symbol
  if (found) cursor.index += 1
  return found
}

function expectSymbol(cursor: Cursor, symbol: string, expected: string): void {
  if (!takeSymbol(cursor, symbol)) unexpected(cursor, expected)
}

function unexpected(cursor: Cursor, expected: string, mend = '', subject = 'where'): never {
  const token = peek(cursor)
  const shown = token.kind === 'string' ? quoteString(token.text) : token.text
  return failAt(
    token.position,
    `Expected ${expected} for ${subject}, got ${token.kind === 'end' ? 'the end' : clip(shown)}${mend}`,
  )
}
