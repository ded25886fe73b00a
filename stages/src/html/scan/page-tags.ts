import { type Attributes, LINK_ATTRIBUTES, MAX_PAGE_TAGS, META_ATTRIBUTES } from '../image-finder.js'
import { leadsToLicence } from '../leads-to-licence.js'
import { readAttributes } from './read-attributes.js'
import type { Mark } from './read-tags.js'

/** The `<meta>` tags with a content. */
export function readMetas(html: string, marks: readonly Mark[]): readonly Attributes[] {
  return readTags(
    html,
    marks,
    META_ATTRIBUTES,
    ({ name }) => name === 'meta',
    (tag) => tag.has('content'),
  )
}

/** The `<link>` tags with rel and href, and the `<a>` to Creative Commons. */
export function readLinks(html: string, marks: readonly Mark[]): readonly Attributes[] {
  const mayName = html.includes('creativecommons')
  return readTags(
    html,
    marks,
    LINK_ATTRIBUTES,
    ({ name }) => name === 'link' || (name === 'a' && mayName),
    (tag, name) => (name === 'link' ? tag.has('rel') && tag.has('href') : leadsToLicence(tag)),
  )
}

function readTags(
  html: string,
  marks: readonly Mark[],
  wanted: ReadonlySet<string>,
  isWanted: (mark: Mark) => boolean,
  isKept: (tag: Attributes, name: string) => boolean,
): readonly Attributes[] {
  const kept: Attributes[] = []
  for (const mark of marks) {
    if (!mark.isStart || !isWanted(mark)) continue
    const tag = readAttributes(html, mark, wanted)
    if (isKept(tag, mark.name)) kept.push(tag)
    if (kept.length === MAX_PAGE_TAGS) break
  }
  return kept
}
