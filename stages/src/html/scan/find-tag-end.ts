const TAB = 0x09
const LF = 0x0a
const FF = 0x0c
const CR = 0x0d
const SPACE = 0x20
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27
const SLASH = 0x2f
const EQUALS = 0x3d
const GREATER = 0x3e

/** Where a tag ends; one object is used again for each tag. */
export interface TagEnd {
  /** Index of the closing `>`. */
  at: number
  selfClosing: boolean
}

/** HTML white space. A carriage return counts: the standard turns it into a line feed before it looks. */
export function isSpaceCode(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === CR || code === FF
}

/** White space, `/` or `>`: what ends a tag name (13.2.5.8). */
export function endsTagName(code: number): boolean {
  return code === GREATER || code === SLASH || isSpaceCode(code)
}

/** Index of the first character after the tag name that begins at `start`; the length of `html` at its end. */
export function findNameEnd(html: string, start: number): number {
  let at = start
  while (at < html.length && !endsTagName(html.charCodeAt(at))) at += 1
  return at
}

/**
 * Finds the `>` of the tag whose name ends at `from` (13.2.5.32 to 13.2.5.40). False when the page ends
 * first: such a tag does not exist. Each character is looked at once.
 */
export function findTagEnd(html: string, from: number, end: TagEnd): boolean {
  let at = from
  for (;;) {
    let code = html.charCodeAt(at)
    while (code === SLASH || isSpaceCode(code)) code = html.charCodeAt(++at)
    if (code === GREATER) {
      end.at = at
      end.selfClosing = html.charCodeAt(at - 1) === SLASH
      return true
    }
    if (at >= html.length) return false
    at = skipAttributeName(html, at)
    code = html.charCodeAt(at)
    while (isSpaceCode(code)) code = html.charCodeAt(++at)
    if (code !== EQUALS) continue
    code = html.charCodeAt(++at)
    while (isSpaceCode(code)) code = html.charCodeAt(++at)
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      at = html.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1) + 1
      if (at === 0) return false
      continue
    }
    while (code !== GREATER && !isSpaceCode(code) && at < html.length) code = html.charCodeAt(++at)
    if (code !== GREATER) continue
    end.at = at
    end.selfClosing = false
    return true
  }
}

/** Index after the attribute name at `start`. A `=` that comes first belongs to the name. */
export function skipAttributeName(html: string, start: number): number {
  let at = start + 1
  let code = html.charCodeAt(at)
  while (at < html.length && code !== EQUALS && !endsTagName(code)) code = html.charCodeAt(++at)
  return at
}
