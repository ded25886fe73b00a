import { findNameEnd, findTagEnd, type TagEnd } from './find-tag-end.js'
import { skipDeclaration } from './skip-markup.js'
import { findRawTextEnd } from './skip-raw-text.js'
import { TAGS } from './tag-names.js'

/** What a walk tells; each returns false to end it. Names are in lower case. */
export interface MarkupVisitor {
  readonly text: (from: number, to: number) => boolean
  readonly start: (name: string, from: number, to: number) => boolean
  readonly end: (name: string, at: number) => boolean
}

/**
 * Reads the markup from `from`, outside any tag, to before `to`: texts, start tags (`from` after the name, `to` at the
 * `>`) and end tags (`at` their `<`). The text of raw text elements is passed over. A tag that is not closed before `to`
 * ends the walk. Drawings are passed over.
 */
export function walkMarkup(html: string, from: number, to: number, visitor: MarkupVisitor): void {
  const end: TagEnd = { at: 0, selfClosing: false }
  let text = from
  let search = from
  while (search < to) {
    const at = html.indexOf('<', search)
    if (at === -1 || at >= to) break
    const isEnd = html[at + 1] === '/'
    const nameStart = isEnd ? at + 2 : at + 1
    if (/[a-z]/i.test(html[nameStart] ?? '')) {
      if (text < at && !visitor.text(text, at)) return
      const nameEnd = findNameEnd(html, nameStart)
      if (!findTagEnd(html, nameEnd, end) || end.at >= to) return
      const tagEnd = end.at
      const name = html.slice(nameStart, nameEnd).toLowerCase()
      if (!(isEnd ? visitor.end(name, at) : visitor.start(name, nameEnd, tagEnd))) return
      text =
        isEnd || (end.selfClosing && DRAWINGS.has(name))
          ? tagEnd + 1
          : afterContent(html, tagEnd + 1, name, end)
      search = text
    } else if (isEnd || html[at + 1] === '!' || html[at + 1] === '?') {
      if (text < at && !visitor.text(text, at)) return
      text = html.startsWith('</>', at) ? at + 3 : skipDeclaration(html, at, false)
      search = text
    } else search = at + 1
  }
  if (text < to) visitor.text(text, Math.min(to, html.length))
}

const DRAWINGS = new Set(['svg', 'math'])
const RAW = [...TAGS.values()].filter(({ kind }) => kind === 'raw').map(({ name }) => name)
const SKIPPED = new Set([...RAW, ...DRAWINGS])

function afterContent(html: string, start: number, name: string, end: TagEnd): number {
  if (!SKIPPED.has(name)) return start
  const close = findRawTextEnd(html, start, name)
  return close < html.length && findTagEnd(html, close + 2 + name.length, end) ? end.at + 1 : html.length
}
