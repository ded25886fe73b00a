import { MIN_PROSE } from '../image-finder.js'
import { findNameEnd, findTagEnd, isSpaceCode, type TagEnd } from './find-tag-end.js'
import { readsForeign } from './open-elements.js'
import { type PageState, readEndTag, readStartTag, record } from './read-tags.js'
import { skipDeclaration } from './skip-markup.js'
import { findRawTextEnd } from './skip-raw-text.js'
import { FIRST_TAGS, LATER_TAGS, passTag, TAGS, type Tag } from './tag-names.js'

const BANG = 0x21
const SLASH = 0x2f
const GREATER = 0x3e
const QUESTION = 0x3f

/** Reads every tag of the page in order (13.2.5.1, .6, .7), each character a bounded number of times. */
export function scanTags(page: PageState): void {
  const { html } = page
  const end: TagEnd = { at: 0, selfClosing: false }
  let text = 0
  let at = findMarkup(html, 0)
  while (at !== -1) {
    readText(page, text, at)
    text = scanMarkup(page, at, end)
    if (page.isFrameset || page.needsAll) return
    at = findMarkup(html, text)
  }
  readText(page, text, html.length)
}

/** Index of the next `<` that begins something; others are text. */
function findMarkup(html: string, start: number): number {
  let at = html.indexOf('<', start)
  for (; at !== -1; at = html.indexOf('<', at + 1)) {
    const code = html.charCodeAt(at + 1)
    if (isLetter(code) || code === BANG || code === QUESTION) return at
    // 13.2.5.6: at the end of the page `</` is text.
    if (code === SLASH && at + 2 < html.length) return at
  }
  return -1
}

/** Reads what begins at the `<`; index where the next text begins. */
function scanMarkup(page: PageState, at: number, end: TagEnd): number {
  const { html } = page
  const code = html.charCodeAt(at + 1)
  if (isLetter(code)) return scanTag(page, at + 1, true, end)
  if (code !== SLASH) return skipDeclaration(html, at, readsForeign(page.top))
  const next = html.charCodeAt(at + 2)
  if (isLetter(next)) return scanTag(page, at + 2, false, end)
  return next === GREATER ? at + 3 : skipDeclaration(html, at, false)
}

function readText(page: PageState, from: number, to: number): void {
  if (from >= to) return
  const { html, top } = page
  const mayBegin = page.framesetOk || (!page.inBody && top.template === null)
  if (mayBegin && hasVisible(html, from, to)) {
    page.framesetOk = false
    page.inBody = true
  }
  if (top.space !== 'html') return
  if (page.wantsText ? hasVisible(html, from, to) : to - from >= MIN_PROSE)
    record(page, { kind: 'text', from, to })
}

/** Reads the tag whose name begins at `start`; index where the next text begins. */
function scanTag(page: PageState, start: number, isStart: boolean, end: TagEnd): number {
  const { html } = page
  const nameEnd = findNameEnd(html, start)
  if (!findTagEnd(html, nameEnd, end)) return html.length
  const next = end.at + 1
  let known: Tag | null | undefined
  if (page.inBody && page.top.space === 'html' && !page.top.keepsAll) {
    known = passTag(page.framesetOk ? FIRST_TAGS : LATER_TAGS, html, start, nameEnd)
    if (known === null) return next
  }
  const name = known?.name ?? html.slice(start, nameEnd).toLowerCase()
  known ??= TAGS.get(name)
  if (!isStart) {
    readEndTag(page, name, known, start - 2)
    return next
  }
  const tag = { name, known, at: start - 1, from: nameEnd, to: end.at, selfClosing: end.selfClosing }
  if (!readStartTag(page, tag)) return next
  const close = findRawTextEnd(html, next, name)
  if (name === 'title') record(page, { kind: 'title', from: next, to: close })
  const closeName = close + 2
  // The end tag may have attributes; when the page ends inside it, it does not exist.
  if (close === html.length || !findTagEnd(html, closeName + name.length, end)) return html.length
  return end.at + 1
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
