import { below, type OpenElement, openOrdinary } from './open-elements.js'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const HEADINGS = words('h1 h2 h3 h4 h5 h6')
/** End tags that look through other elements for their own (13.2.6.4.7, "in scope"). */
const SCOPED = words(
  'address applet article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption ' +
    'figure footer form header hgroup li listing main marquee menu nav object ol p pre search section summary ul',
)
/** Start tags that close an open paragraph. */
const CLOSES_PARAGRAPH = words(
  'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav ol p pre search section summary ul',
)
const SPECIAL = words(`noscript ${[...SCOPED, ...HEADINGS].filter((name) => name !== 'dialog').join(' ')}`)
const SCOPE_ENDS = words('applet marquee object')
const FORMATTING = words('a b big code em font i nobr s small strike strong tt u')
/** Deeper than any drawing's text; without a limit, stray end tags would take quadratic time. */
const MAX_WALK = 64

/**
 * The open elements after the start tag of an ordinary HTML element, not a void one. They matter because an open
 * `<div>` below a `<foreignObject>` keeps `</foreignObject>` from closing anything, and because the end of an
 * element around an open drawing closes the drawing.
 */
export function openOrdinaryTag(top: OpenElement, name: string): OpenElement {
  let parent = top
  if (CLOSES_PARAGRAPH.has(name)) parent = closeOpen(parent, (open) => open === 'p', isButtonScopeEnd)
  if (HEADINGS.has(name) && HEADINGS.has(parent.name) && isOrdinary(parent)) parent = below(parent)
  if (name === 'li') parent = closeOpen(parent, (open) => open === 'li', isListScopeEnd)
  if (name === 'dd' || name === 'dt')
    parent = closeOpen(parent, (open) => open === 'dd' || open === 'dt', isListScopeEnd)
  if (name === 'button') parent = closeOpen(parent, (open) => open === 'button', isScopeEnd)
  if ((name === 'option' || name === 'optgroup') && parent.name === 'option' && isOrdinary(parent))
    parent = below(parent)
  return openOrdinary(parent, name)
}

/** The open elements after the end tag of an ordinary HTML element. */
export function closeOrdinary(top: OpenElement, name: string): OpenElement {
  if (HEADINGS.has(name)) return closeOpen(top, (open) => HEADINGS.has(open), isScopeEnd)
  if (SCOPED.has(name)) return closeOpen(top, (open) => open === name, isScopeEnd)
  const closed = closeOpen(top, (open) => open === name, isSpecial)
  return closed === top && FORMATTING.has(name) ? dropFormatting(top, name) : closed
}

/** An HTML end tag in foreign content that no foreign element answers to: it may close what holds the drawing. */
export function closeAroundForeign(top: OpenElement, name: string): OpenElement {
  let element = top
  for (let steps = 0; element.space !== 'html'; steps += 1) {
    if (isPoint(element) || steps > MAX_WALK) return top
    element = below(element)
  }
  const closed = closeOrdinary(element, name)
  return closed === element ? top : closed
}

function closeOpen(
  top: OpenElement,
  matches: (name: string) => boolean,
  stops: (element: OpenElement) => boolean,
): OpenElement {
  let element = top
  for (let steps = 0; steps < MAX_WALK; steps += 1) {
    if ((isOrdinary(element) || isNamedPoint(element)) && matches(element.name)) return below(element)
    if (stops(element)) return top
    element = below(element)
  }
  return top
}

// parse5 looks at the names alone, where the standard wants an HTML element: `</desc>` closes `<desc><b>`. Its
// name for foreignObject is the mixed-case one, which no end tag has.
function isNamedPoint(element: OpenElement): boolean {
  return isPoint(element) && element.name !== 'foreignobject'
}

// The adoption agency (13.2.6.4.7) takes the formatting element out from under the special ones.
function dropFormatting(top: OpenElement, name: string): OpenElement {
  const above: string[] = []
  let element = top
  for (; isOrdinary(element) && element.name !== name; element = below(element)) {
    if (above.length === MAX_WALK || SCOPE_ENDS.has(element.name)) return top
    above.push(element.name)
  }
  if (!isOrdinary(element)) return top
  const block = above.findIndex((open) => SPECIAL.has(open))
  const kept = block === -1 ? [] : above.slice(block)
  return kept
    .filter((open) => SPECIAL.has(open) || FORMATTING.has(open))
    .reduceRight(openOrdinary, below(element))
}

function isPoint(element: OpenElement): boolean {
  return element.integration !== 'none' || (element.space === 'math' && element.name === 'annotation-xml')
}

function isOrdinary(element: OpenElement): boolean {
  return element.space === 'html' && !element.isMode
}

function isScopeEnd(element: OpenElement): boolean {
  return element.isMode || isPoint(element) || (isOrdinary(element) && SCOPE_ENDS.has(element.name))
}

function isButtonScopeEnd(element: OpenElement): boolean {
  return isScopeEnd(element) || element.name === 'button'
}

function isListScopeEnd(element: OpenElement): boolean {
  const passes = element.name === 'address' || element.name === 'div' || element.name === 'p'
  return isSpecial(element) && !passes
}

function isSpecial(element: OpenElement): boolean {
  return (
    element.isMode || element.integration !== 'none' || (isOrdinary(element) && SPECIAL.has(element.name))
  )
}
