import { findNameEnd, findTagEnd, isSpaceCode, type TagEnd } from './find-tag-end.js'
import { readsForeign } from './open-elements.js'
import { type PageState, readEndTag, readStartTag } from './read-tags.js'
import { skipDeclaration } from './skip-markup.js'
import { findRawTextEnd } from './skip-raw-text.js'
import { FIRST_TAGS, LATER_TAGS, mayMatter } from './tag-names.js'

const BANG = 0x21
const SLASH = 0x2f
const GREATER = 0x3e
const QUESTION = 0x3f

/** Reads every tag of the page in order (13.2.5.1, .6, .7), each character a bounded number of times. */
export function scanTags(page: PageState): void {
  const { html } = page
  const end: TagEnd = { at: 0, selfClosing: false }
  let text = 0
  for (
    let at = html.indexOf('<');
    at !== -1 && !page.isFrameset && !page.needsAll;
    at = html.indexOf('<', text)
  ) {
    if (page.framesetOk && hasVisible(html, text, at)) markText(page)
    const code = html.charCodeAt(at + 1)
    if (isLetter(code)) text = scanTag(page, at + 1, true, end)
    else if (code === SLASH) {
      const next = html.charCodeAt(at + 2)
      if (isLetter(next)) text = scanTag(page, at + 2, false, end)
      else if (next === GREATER) text = at + 3
      else text = skipDeclaration(html, at, false)
    } else if (code === BANG || code === QUESTION) text = skipDeclaration(html, at, readsForeign(page.top))
    else {
      // A `<` that begins nothing is text.
      markText(page)
      text = at + 1
    }
  }
}

/** Reads the tag whose name begins at `start`; index where the next text begins. */
function scanTag(page: PageState, start: number, isStart: boolean, end: TagEnd): number {
  const { html } = page
  const nameEnd = findNameEnd(html, start)
  if (!findTagEnd(html, nameEnd, end)) return html.length
  const next = end.at + 1
  if (page.top.space === 'html' && !page.top.keepsAll) {
    const filter = page.framesetOk ? FIRST_TAGS : LATER_TAGS
    if (!mayMatter(filter, html.charCodeAt(start), nameEnd - start)) return next
  }
  const name = html.slice(start, nameEnd).toLowerCase()
  if (!isStart) {
    readEndTag(page, name)
    return next
  }
  const tag = { name, from: nameEnd, to: end.at, selfClosing: end.selfClosing }
  if (!readStartTag(page, tag)) return next
  const close = findRawTextEnd(html, next, name)
  const closeName = close + 2
  // The end tag may have attributes; when the page ends inside it, it does not exist.
  if (close === html.length || !findTagEnd(html, closeName + name.length, end)) return html.length
  return end.at + 1
}

function markText(page: PageState): void {
  page.framesetOk = false
  page.inBody = true
}

function hasVisible(html: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = html.charCodeAt(at)
    if (code !== 0 && !isSpaceCode(code)) return true
  }
  return false
}

function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}
