import { clip, failAt } from './where-error.js'

/** A lexical unit; a string's `text` is its value without quotes, a keyword's is lower-case. */
export interface Token {
  readonly kind: 'number' | 'string' | 'column' | 'keyword' | 'symbol' | 'end'
  readonly text: string
  readonly position: number
}

const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'between', 'contains', 'is', 'null', 'true', 'false'])

const SPACE = /\s+/y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const SYMBOL = /<=|>=|<>|!=|==|[=<>(),]/y
const NUMBER_TAIL = /[A-Za-z0-9_.]/

const MENDS: ReadonlyMap<string, string> = new Map([
  ['"', "; write strings in single quotes, as in 'en', and columns without quotes"],
  ['`', '; write columns without quotes'],
  ['‘', "; write strings in straight single quotes, as in 'en'"],
  ['’', "; write strings in straight single quotes, as in 'en'"],
  ['“', "; write strings in straight single quotes, as in 'en'"],
  ['”', "; write strings in straight single quotes, as in 'en'"],
  ['&', '; write and'],
  ['|', '; write or'],
  ['!', '; write not'],
  ['≤', '; write <='],
  ['≥', '; write >='],
  ['≠', '; write !='],
])

/** Splits an expression into tokens, the last of which is `end`; throws a WhereError. */
export function tokenize(text: string): readonly Token[] {
  rejectUnrepresentable(text)
  const tokens: Token[] = []
  let position = match(SPACE, text, 0).length
  while (position < text.length) {
    const { token, end } = readToken(text, position)
    tokens.push(token)
    position = end + match(SPACE, text, end).length
  }
  tokens.push({ kind: 'end', text: '', position: text.length })
  return tokens
}

// DuckDB's parser ends a statement at NUL, and a lone surrogate has no UTF-8, so neither means in SQL
// what it means here.
function rejectUnrepresentable(text: string): void {
  const position = text.search(/\0|\p{Surrogate}/u)
  if (position >= 0)
    failAt(position, 'Expected well-formed text without NUL for where, got another character')
}

function readToken(text: string, position: number): { token: Token; end: number } {
  if (text[position] === "'") return readString(text, position)
  const word = match(WORD, text, position)
  if (word !== '') return { token: wordToken(word, position), end: position + word.length }
  const number = match(NUMBER, text, position)
  if (number !== '') return readNumber(text, number, position)
  const symbol = match(SYMBOL, text, position)
  if (symbol !== '')
    return { token: { kind: 'symbol', text: symbol, position }, end: position + symbol.length }
  const found = String.fromCodePoint(text.codePointAt(position) ?? 0)
  return failAt(
    position,
    `Expected a column, operator or literal for where, got ${found}${MENDS.get(found) ?? ''}`,
  )
}

function wordToken(word: string, position: number): Token {
  const lower = word.toLowerCase()
  return KEYWORDS.has(lower)
    ? { kind: 'keyword', text: lower, position }
    : { kind: 'column', text: word, position }
}

function readNumber(text: string, number: string, position: number): { token: Token; end: number } {
  const end = position + number.length
  if (NUMBER_TAIL.test(text[end] ?? '')) {
    failAt(position, `Expected a space after the number ${clip(number)} for where, got ${text[end]}`)
  }
  return { token: { kind: 'number', text: number, position }, end }
}

function readString(text: string, position: number): { token: Token; end: number } {
  let end = text.indexOf("'", position + 1)
  while (end >= 0 && text[end + 1] === "'") end = text.indexOf("'", end + 2)
  if (end < 0) {
    failAt(position, `Expected a closing quote for where, got the end after ${clip(text.slice(position))}`)
  }
  const value = text.slice(position + 1, end).replaceAll("''", "'")
  return { token: { kind: 'string', text: value, position }, end: end + 1 }
}

function match(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0] ?? ''
}
