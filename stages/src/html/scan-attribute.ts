/** A position in lower-cased text; `at` moves as it is read. */
export interface ScanCursor {
  readonly text: string
  at: number
}

export interface ScannedAttribute {
  readonly name: string
  readonly value: string
}

const SPACE = /[\t\n\f\r ]/

/**
 * HTML prescan "get an attribute": the next attribute of a tag, `none` at its `>`, `end` when the text is
 * used up first (the standard then gives up the whole prescan, however much of the attribute was there).
 */
export function readAttribute(cursor: ScanCursor): ScannedAttribute | 'none' | 'end' {
  const { text } = cursor
  while (cursor.at < text.length && /[\t\n\f\r /]/.test(text.charAt(cursor.at))) cursor.at += 1
  if (cursor.at >= text.length) return 'end'
  if (text.charAt(cursor.at) === '>') return 'none'
  const nameStart = cursor.at
  // A `=` that comes first belongs to the name.
  cursor.at += 1
  while (cursor.at < text.length && !/[\t\n\f\r />=]/.test(text.charAt(cursor.at))) cursor.at += 1
  const name = text.slice(nameStart, cursor.at)
  skipSpaces(cursor)
  if (cursor.at >= text.length) return 'end'
  if (text.charAt(cursor.at) !== '=') return { name, value: '' }
  cursor.at += 1
  skipSpaces(cursor)
  const value = readValue(cursor)
  return value === null ? 'end' : { name, value }
}

function skipSpaces(cursor: ScanCursor): void {
  while (cursor.at < cursor.text.length && SPACE.test(cursor.text.charAt(cursor.at))) cursor.at += 1
}

function readValue(cursor: ScanCursor): string | null {
  const { text } = cursor
  const quote = text.charAt(cursor.at)
  const quoted = quote === '"' || quote === "'"
  const start = quoted ? cursor.at + 1 : cursor.at
  const length = quoted ? text.indexOf(quote, start) - start : text.slice(start).search(/[\t\n\f\r >]/)
  if (length < 0) return null
  cursor.at = start + length + (quoted ? 1 : 0)
  return text.slice(start, start + length)
}
