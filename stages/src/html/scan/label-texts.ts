import { readAttributes } from './read-attributes.js'
import { TAGS } from './tag-names.js'
import { textBetween } from './text-between.js'
import { walkMarkup } from './walk-markup.js'

const ID = new Set(['id'])
/** Code units of markup from an element's start tag in which its end is looked for. */
const MAX_LABEL = 4096

/** Text of the first element with each of these ids; an id that the page lacks is not in the map. */
export function labelTexts(html: string, ids: ReadonlySet<string>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  if (ids.size === 0) return texts
  walkMarkup(html, 0, html.length, {
    text: () => true,
    end: () => true,
    start: (name, from, to) => {
      const id = readAttributes(html, { from, to }, ID).get('id')
      if (id !== undefined && ids.has(id) && !texts.has(id)) texts.set(id, elementText(html, name, to + 1))
      return texts.size < ids.size
    },
  })
  return texts
}

function elementText(html: string, name: string, start: number): string {
  if (TAGS.get(name)?.kind === 'void') return ''
  const limit = Math.min(html.length, start + MAX_LABEL)
  let depth = 1
  let end = limit
  walkMarkup(html, start, limit, {
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
  })
  return textBetween(html, start, end)
}
