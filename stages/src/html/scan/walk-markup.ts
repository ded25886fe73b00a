import { findNameEnd, findTagEnd, type TagEnd } from './find-tag-end.js'
import { skipDeclaration } from './skip-markup.js'
import { findRawTextEnd } from './skip-raw-text.js'
import { TAGS } from './tag-names.js'

/** What a walk tells; each returns false to end it. Names are in lower case. */
export interface MarkupVisitor {
  readonly text: (from: number, to: number) => boolean
  /** `from` is the index after the name, `to` that of the `>`. */
  readonly start: (name: string, from: number, to: number) => boolean
  /** `at` is the index of the `<`. */
  readonly end: (name: string, at: number) => boolean
  /** Are tags and texts in `<svg>` and `<math>` told, too? */
  readonly intoDrawings: boolean
}

/**
 * Reads a piece of markup, outside any tag at first, without a tree: texts, start tags and end tags in their order. The
 * text of raw text elements is passed over, and so are templates and comments. What the piece does not close reaches to its end: a tag,
 * of which nothing is told, a comment, a raw text. Linear in the length of the piece; nothing beyond it is looked at.
 */
export function walkMarkup(markup: string, visitor: MarkupVisitor): void {
  const end: TagEnd = { at: 0, selfClosing: false }
  let text = 0
  let search = 0
  for (;;) {
    const at = markup.indexOf('<', search)
    if (at === -1) break
    const isEnd = markup[at + 1] === '/'
    const nameStart = isEnd ? at + 2 : at + 1
    if (/[a-z]/i.test(markup[nameStart] ?? '')) {
      if (text < at && !visitor.text(text, at)) return
      const nameEnd = findNameEnd(markup, nameStart)
      if (!findTagEnd(markup, nameEnd, end)) return
      const { at: tagEnd, selfClosing } = end
      const name = markup.slice(nameStart, nameEnd).toLowerCase()
      if (!(isEnd ? visitor.end(name, at) : visitor.start(name, nameEnd, tagEnd))) return
      text = isEnd ? tagEnd + 1 : afterContent(markup, tagEnd + 1, name, selfClosing, visitor.intoDrawings)
      search = text
    } else if (nameStart < markup.length && /[/!?]/.test(markup[at + 1] ?? '')) {
      if (text < at && !visitor.text(text, at)) return
      text = markup.startsWith('</>', at) ? at + 3 : skipDeclaration(markup, at, false)
      search = text
    } else search = at + 1
  }
  if (text < markup.length) visitor.text(text, markup.length)
}

const DRAWINGS = new Set(['svg', 'math'])

function afterContent(
  markup: string,
  start: number,
  name: string,
  selfClosing: boolean,
  intoDrawings: boolean,
): number {
  const isHidden = DRAWINGS.has(name) ? !selfClosing && !intoDrawings : name === 'template'
  if (!isHidden && TAGS.get(name)?.kind !== 'raw') return start
  const end: TagEnd = { at: 0, selfClosing: false }
  const close = findRawTextEnd(markup, start, name)
  return close < markup.length && findTagEnd(markup, close + 2 + name.length, end)
    ? end.at + 1
    : markup.length
}
