import { below, type OpenElement, openForeign, readsForeign } from './open-elements.js'
import { readAttributes, type TagSpan } from './read-attributes.js'
import { TAGS } from './tag-names.js'

const HTML_POINTS = new Set(['foreignobject', 'desc', 'title'])
const TEXT_POINTS = new Set(['mi', 'mo', 'mn', 'ms', 'mtext'])
const FONT_MARKS = new Set(['color', 'face', 'size'])
const ENCODING = new Set(['encoding'])
const HTML_ENCODINGS = new Set(['text/html', 'application/xhtml+xml'])
/** No drawing nests deeper; without a limit, end tags that close nothing would take quadratic time. */
const MAX_WALK = 64

/** Is this start tag read by the rules for foreign content (13.2.6, tree construction dispatcher)? */
export function isForeignStart(top: OpenElement, name: string): boolean {
  if (top.space === 'html') return false
  if (name === 'svg' && top.name === 'annotation-xml' && top.space === 'math') return false
  return readsForeign(top) || (top.integration === 'mathText' && (name === 'mglyph' || name === 'malignmark'))
}

/** Does this start tag leave foreign content (13.2.6.5)? */
export function breaksOut(html: string, span: TagSpan, name: string): boolean {
  if (name === 'font') return readAttributes(html, span, FONT_MARKS).size > 0
  return TAGS.get(name)?.breaksOut === true
}

/** The nearest open element whose tags are read as HTML. */
export function leaveForeign(top: OpenElement): OpenElement {
  let element = top
  while (readsForeign(element)) element = below(element)
  return element
}

/** Opens an `<svg>`, a `<math>` or, in one of these, any element. */
export function openForeignElement(
  top: OpenElement,
  name: string,
  space: 'svg' | 'math',
  html: string,
  span: TagSpan,
): OpenElement {
  return openForeign(top, name, space, integrationOf(space, name, html, span))
}

/**
 * The open elements after an end tag that names an open foreign element; null when an HTML element is reached
 * first, and the tag is read as HTML (13.2.6.5, any other end tag).
 */
export function closeForeignElement(top: OpenElement, name: string): OpenElement | null {
  let element = top
  for (let steps = 0; element.space !== 'html' && steps < MAX_WALK; steps += 1) {
    if (element.name === name) return below(element)
    element = below(element)
  }
  return null
}

function integrationOf(
  space: 'svg' | 'math',
  name: string,
  html: string,
  span: TagSpan,
): OpenElement['integration'] {
  if (space === 'svg') return HTML_POINTS.has(name) ? 'html' : 'none'
  if (TEXT_POINTS.has(name)) return 'mathText'
  if (name !== 'annotation-xml') return 'none'
  const encoding = readAttributes(html, span, ENCODING).get('encoding') ?? ''
  return HTML_ENCODINGS.has(encoding.toLowerCase()) ? 'html' : 'none'
}
