import { decodeValue } from './decode-value.js'
import { isSpaceCode, skipAttributeName } from './find-tag-end.js'
import type { PageCoding } from './page-coding.js'

/** A tag in its page: `from` is the index after its name, `to` that of its `>`. */
export interface TagSpan {
  readonly from: number
  readonly to: number
}

/** No wanted attribute has a longer name. */
export const MAX_WANTED = 20

/**
 * Values of the `wanted` attributes (lower-case names) of a tag, decoded. Of several with one name the first
 * counts (13.2.5.33). Linear in the length of the tag.
 */
export function readAttributes(
  html: string,
  { from, to }: TagSpan,
  wanted: ReadonlySet<string>,
  coding: PageCoding = 'text',
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = from
  while (found.size < wanted.size) {
    while (at < to && (html[at] === '/' || isSpaceCode(html.charCodeAt(at)))) at += 1
    if (at >= to) break
    const nameStart = at
    const nameEnd = skipAttributeName(html, at)
    at = skipSpaces(html, nameEnd)
    let valueStart = at
    let valueEnd = at
    if (html[at] === '=') {
      valueStart = skipSpaces(html, at + 1)
      const quote = html[valueStart]
      if (quote === '"' || quote === "'") {
        valueStart += 1
        valueEnd = html.indexOf(quote, valueStart)
        at = valueEnd + 1
      } else {
        valueEnd = skipUnquoted(html, valueStart, to)
        at = valueEnd
      }
    }
    if (nameEnd - nameStart > MAX_WANTED) continue
    const name = html.slice(nameStart, nameEnd).toLowerCase()
    if (wanted.has(name) && !found.has(name))
      found.set(name, decodeValue(html.slice(valueStart, valueEnd), coding))
  }
  return found
}

function skipSpaces(html: string, start: number): number {
  let at = start
  while (isSpaceCode(html.charCodeAt(at))) at += 1
  return at
}

function skipUnquoted(html: string, start: number, to: number): number {
  let at = start
  while (at < to && !isSpaceCode(html.charCodeAt(at))) at += 1
  return at
}
