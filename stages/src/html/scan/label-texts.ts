import type { PageCoding } from './page-coding.js'
import { readAttributes } from './read-attributes.js'
import { textBetween } from './text-between.js'
import { walkMarkup } from './walk-markup.js'

const ID = new Set(['id'])
/** Elements without content (13.1.2, and those of old pages). */
const VOID = new Set(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr'.split(
    ' ',
  ),
)
/** Code units of markup from an element's start tag in which its end is looked for. */
const MAX_LABEL = 4096

/** Text of the first element with each of these ids; an id that the page lacks is not in the map. */
export function labelTexts(
  html: string,
  ids: ReadonlySet<string>,
  coding: PageCoding = 'text',
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  if (ids.size === 0) return texts
  walkMarkup(html, {
    text: () => true,
    end: () => true,
    start: (name, from, to) => {
      const id = readAttributes(html, { from, to }, ID, coding).get('id')
      if (id !== undefined && ids.has(id) && !texts.has(id))
        texts.set(id, elementText(html, name, to + 1, coding))
      return texts.size < ids.size
    },
    intoDrawings: true,
  })
  return texts
}

function elementText(html: string, name: string, start: number, coding: PageCoding): string {
  if (VOID.has(name)) return ''
  const markup = html.slice(start, start + MAX_LABEL)
  let depth = 1
  let end = markup.length
  walkMarkup(markup, {
    text: () => true,
    start: (inner) => {
      if (inner === name) depth += 1
      return true
    },
    end: (inner, at) => {
      if (inner === name) depth -= 1
      if (depth === 0) end = at
      return depth > 0
    },
    intoDrawings: false,
  })
  return textBetween(markup, 0, end, coding)
}
