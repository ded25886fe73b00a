import type { Finding } from './document-order.js'
import {
  breaksOut,
  closeForeignElement,
  isForeignStart,
  leaveForeign,
  openForeignElement,
} from './foreign-rules.js'
import { below, modeOf, type OpenElement, openMode, placeFor, readsForeign } from './open-elements.js'
import { closeAroundForeign, closeOrdinary, openOrdinaryTag } from './ordinary-rules.js'
import type { PageCoding } from './page-coding.js'
import { mayLeadToLicence } from './page-tags.js'
import { closeContext, leaveContext, type OpenSpans, openContext, settleContext } from './picture-context.js'
import { readAttributes, type TagSpan } from './read-attributes.js'
import { closeTablePart, openTablePart } from './table-rules.js'
import type { Tag } from './tag-names.js'

/** What is known of a page while its tags are read. */
export interface PageState {
  readonly html: string
  readonly coding: PageCoding
  top: OpenElement
  /** 13.2.4.5 "frameset-ok flag": may the page still turn into a frameset page? */
  framesetOk: boolean
  /** It did: nothing in it is a picture. */
  isFrameset: boolean
  /** In the head `<noscript>` ends at the first tag of the body. */
  inBody: boolean
  /** The head has ended: a `<noscript>` now begins the body. */
  afterHead: boolean
  /** Whether a drawing was closed depends on elements that were not kept: read again, keeping all. */
  needsAll: boolean
  htmlLang: string | null
  /** Links and captions that have not ended. */
  readonly spans: OpenSpans
  /** Findings in the head: all that a frameset page keeps. */
  headFindings: number
  /** Record all text outside drawings and raw text, and not only long pieces? */
  readonly wantsText: boolean
}

/** A start tag; `name` is lower case. */
export interface StartTag extends TagSpan {
  readonly name: string
  /** What `TAGS` says of it. */
  readonly known: Tag | undefined
  /** Index of its `<`. */
  readonly at: number
  readonly selfClosing: boolean
}

/** Start tags that do not begin the body (13.2.6.4.4 to .6). */
const HEAD_TAGS = new Set(
  'html head base basefont bgsound link meta title script style noframes template noscript'.split(' '),
)
/** End tags that begin the body (13.2.6.4.2 to .6). */
const BODY_ENDS = new Set(['body', 'br', 'html'])
const LANG = new Set(['lang'])
const TYPE = new Set(['type'])

/** Reads a start tag; true when the text after it is raw text, up to its end tag. */
export function readStartTag(page: PageState, tag: StartTag): boolean {
  const { name } = tag
  if (isForeignStart(page.top, name)) {
    if (!breaksOut(page.html, tag, name)) {
      const space = page.top.space === 'math' ? 'math' : 'svg'
      if (!tag.selfClosing) page.top = openForeignElement(page.top, name, space, page.html, tag)
      return false
    }
    page.top = leaveForeign(page.top)
  }
  return readHtmlStart(page, tag)
}

/** Reads an end tag; `name` is lower case, `at` the index of its `<`. */
export function readEndTag(page: PageState, name: string, known: Tag | undefined, at: number): void {
  if (name === 'p' || name === 'br') page.top = leaveForeign(page.top)
  else if (page.top.space !== 'html') {
    const closed = closeForeignElement(page.top, name)
    if (closed !== null) {
      page.top = closed
      return
    }
  }
  if (name === 'head') page.afterHead = true
  readHtmlEnd(page, name, known, at)
}

function readHtmlStart(page: PageState, tag: StartTag): boolean {
  const { known } = tag
  const kind = known?.kind ?? 'element'
  if (kind === 'html') {
    // 13.2.6.4.7: a later <html> adds the attributes that the first one lacks.
    if (page.top.template === null)
      page.htmlLang ??= readAttributes(page.html, tag, LANG, page.coding).get('lang') ?? null
    return false
  }
  if (!enterMode(page, kind, tag.name)) return false
  page.inBody ||= !HEAD_TAGS.has(tag.name) || (tag.name === 'noscript' && page.afterHead)
  if (known?.isMark === true) readMark(page, tag)
  if (known?.refusesFrames === true) page.framesetOk = false
  switch (kind) {
    case 'picture': {
      const context = settleContext(modeOf(page.top), page.spans, page.html.length)
      const sources = context.picture?.sources.length ?? 0
      record(page, { kind: 'picture', from: tag.from, to: tag.to, context, sources })
      return false
    }
    case 'base':
      record(page, { kind: 'base', from: tag.from, to: tag.to })
      return false
    case 'frameset':
      page.isFrameset ||= page.framesetOk && modeOf(page.top).name === 'body'
      return false
    case 'table':
      settleContext(modeOf(page.top), page.spans, page.html.length)
      page.top = openTablePart(page.top, tag.name)
      leaveContext(modeOf(page.top), page.spans, tag.at)
      return false
    case 'select':
    case 'template':
      settleContext(modeOf(page.top), page.spans, page.html.length)
      page.top = openMode(page.top, tag.name)
      return false
    case 'input':
      if (tag.name === 'keygen' || !isHiddenInput(page, tag)) page.framesetOk = false
      return false
    case 'raw':
      return true
    case 'foreign':
      openRoot(page, tag)
      return false
    case 'void':
      return false
    case 'element':
      if (page.top.keepsAll && page.inBody) page.top = openOrdinaryTag(page.top, tag.name)
      return false
  }
}

/** Leaves a select or column group that does not hold such a tag; false when it ignores the tag. */
function enterMode(page: PageState, kind: Tag['kind'], name: string): boolean {
  const mode = modeOf(page.top)
  if (kind === 'table' || kind === 'template') return true
  if (mode.name === 'select') {
    if (name === 'script') return true
    // 13.2.6.4.16 as it was before 2025; a second <select> only closes the first.
    const closes = kind === 'input' || kind === 'select' || name === 'textarea'
    if (closes) page.top = below(mode)
    return closes && kind !== 'select'
  }
  if (mode.name === 'colgroup') page.top = below(mode)
  return true
}

/** Keeps what was found in its place; what stands in a template is none of the page. */
export function record(page: PageState, finding: Finding): void {
  if (page.top.template !== null) return
  placeFor(page.top).push(finding)
  if (!page.inBody) page.headFindings += 1
}

function readMark(page: PageState, tag: StartTag): void {
  const { name, from, to } = tag
  if (page.top.template !== null || (name === 'noscript' && !page.inBody)) return
  if (name === 'meta' || name === 'link') record(page, { kind: name, from, to })
  else openContext(modeOf(page.top), page.spans, tag, page.html.length)
  if (name === 'a' && mayLeadToLicence(page.html.slice(from, to))) record(page, { kind: 'licence', from, to })
}

function openRoot(page: PageState, tag: StartTag): void {
  if (tag.selfClosing) return
  const space = tag.name === 'math' ? 'math' : 'svg'
  page.top = openForeignElement(page.top, tag.name, space, page.html, tag)
}

function isHiddenInput(page: PageState, tag: StartTag): boolean {
  return page.framesetOk && readAttributes(page.html, tag, TYPE).get('type')?.toLowerCase() === 'hidden'
}

function readHtmlEnd(page: PageState, name: string, known: Tag | undefined, at: number): void {
  const { top } = page
  const mode = modeOf(top)
  const kind = known?.kind ?? 'element'
  if (kind === 'template') {
    if (top.template !== null) page.top = below(top.template)
  } else if (kind === 'table') {
    settleContext(mode, page.spans, page.html.length)
    page.top = closeTablePart(top, name)
    leaveContext(modeOf(page.top), page.spans, at)
  } else if (mode.name === 'select') {
    if (name === 'select') page.top = below(mode)
  } else {
    if (mode.name === 'colgroup') page.top = below(mode)
    if (name === 'br') page.framesetOk = false
    if (BODY_ENDS.has(name) && top.template === null) page.inBody = true
    if (kind !== 'element') return
    if (known?.isMark === true && top.template === null) closeContext(modeOf(page.top), page.spans, name, at)
    if (!top.keepsAll) page.needsAll ||= readsForeign(top)
    else page.top = readsForeign(top) ? closeAroundForeign(top, name) : closeOrdinary(top, name)
  }
}
