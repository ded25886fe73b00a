import {
  type Attributes,
  type FoundPage,
  MAX_FOUND_TEXT,
  MAX_PAGE_TAGS,
  META_ATTRIBUTES,
  type PageImage,
} from '../html/image-finder.js'
import { leadsToLicence } from '../html/leads-to-licence.js'
import { type Json, list, member, text } from './wat-fields.js'

/** What of an `<img>` is in WAT. */
const WAT_IMAGE_FIELDS = [
  ['src', 'url'],
  ['alt', 'alt'],
  ['title', 'title'],
] as const
/** ia-web-commons puts the attributes of `<html>` among the meta tags, by these names. */
const HTML_LANG = 'HTML@/lang'
const HTML_XML_LANG = 'HTML@/xml:lang'

/**
 * What HTML-Metadata of a WAT record says of a page, as far as it goes (ia-web-commons' ExtractingParseObserver). Not in
 * it: pictures without `src`, every attribute but src, alt and title, and whether an `alt` without a value was there;
 * `<picture>` and its sources, `<noscript>`, links and captions around pictures, and running text. Its `<base>` is the
 * page's last one and its title at most 128 code units. Links stand before the `<a>` that lead to a licence.
 */
export function foundPage(html: Json, maxImages: number): FoundPage {
  const head = member(html, 'Head')
  const links = list(member(html, 'Links'))
  const pictures = links.filter(isPicture)
  const metas = list(member(head, 'Metas'))
  return {
    images: pictures.slice(0, maxImages).map(readImage),
    imageCount: pictures.length,
    baseHref: text(member(head, 'Base')),
    htmlLang: text(member(metas.find(isLang), 'content'), MAX_FOUND_TEXT),
    title: text(member(head, 'Title'), MAX_FOUND_TEXT),
    metas: tags(metas, readMeta),
    links: [...tags(list(member(head, 'Link')), readLink), ...tags(links, readLicence)].slice(
      0,
      MAX_PAGE_TAGS,
    ),
    prose: '',
  }
}

function isPicture(link: Json): boolean {
  return member(link, 'path') === 'IMG@/src' && typeof member(link, 'url') === 'string'
}

function isLang(meta: Json): boolean {
  return member(meta, 'name') === HTML_LANG
}

function readImage(link: Json): PageImage {
  return {
    attributes: attributes(link, WAT_IMAGE_FIELDS),
    sources: [],
    inNoscript: false,
    link: null,
    figcaption: null,
    labelledBy: null,
    surrounding: { before: '', after: '' },
  }
}

function readMeta(meta: Json): Attributes | null {
  const tag = attributes(
    meta,
    [...META_ATTRIBUTES].map((name) => [name, name]),
  )
  const name = tag.get('name')
  return tag.has('content') && name !== HTML_LANG && name !== HTML_XML_LANG ? tag : null
}

function readLink(link: Json): Attributes | null {
  const tag = attributes(link, LINK_FIELDS)
  return tag.has('rel') && tag.has('href') ? tag : null
}

function readLicence(link: Json): Attributes | null {
  if (member(link, 'path') !== 'A@/href') return null
  const tag = attributes(link, LINK_FIELDS)
  return leadsToLicence(tag) ? tag : null
}

const LINK_FIELDS = [
  ['rel', 'rel'],
  ['href', 'url'],
] as const

/** The attributes that are there, by their HTML names and the names of their fields. */
function attributes(value: Json, fields: readonly (readonly [name: string, field: string])[]): Attributes {
  const found = new Map<string, string>()
  for (const [name, field] of fields) {
    const content = text(member(value, field))
    if (content !== null) found.set(name, content)
  }
  return found
}

/** At most `MAX_PAGE_TAGS` of those that `read` wants. */
function tags(values: readonly Json[], read: (value: Json) => Attributes | null): readonly Attributes[] {
  const kept: Attributes[] = []
  for (const value of values) {
    if (kept.length === MAX_PAGE_TAGS) break
    const tag = read(value)
    if (tag !== null) kept.push(tag)
  }
  return kept
}
