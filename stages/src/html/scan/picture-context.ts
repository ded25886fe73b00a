import { type Attributes, MAX_SOURCES, type PageLink, SOURCE_ATTRIBUTES } from '../image-finder.js'
import type { Finding } from './document-order.js'
import { readAttributes } from './read-attributes.js'
import type { Mark } from './read-tags.js'
import { textBetween } from './text-between.js'

/** What stands around a picture. */
export interface PictureContext {
  readonly sources: readonly Attributes[]
  readonly inNoscript: boolean
  readonly link: PageLink | null
  readonly figcaption: string | null
}

/** A link or figure that is open, or was; texts are read once, for the first picture that asks. */
interface OpenLink extends Span {
  readonly mark: Mark
}
interface Span {
  from: number
  to: number
  text: string | null
}
interface OpenFigure {
  caption: Span | null
}
interface Placed {
  readonly sources: readonly Attributes[]
  readonly inNoscript: boolean
  readonly link: OpenLink | null
  readonly figure: OpenFigure | null
}

const HREF = new Set(['href'])

/**
 * What stands around each picture, by the order of tags in the source: a link ends at its end tag, at the next link and
 * at the edge of its table cell; a figure and a picture at their end tags. Well-formed markup has the same in its tree.
 */
export function readContexts(html: string, marks: readonly Mark[]): ReadonlyMap<Finding, PictureContext> {
  const placed = placePictures(html, marks)
  return new Map(
    [...placed].map(([finding, { sources, inNoscript, link, figure }]) => [
      finding,
      {
        sources,
        inNoscript,
        link: link === null ? null : readLink(html, link),
        figcaption: figure?.caption == null ? null : textOf(html, figure.caption),
      },
    ]),
  )
}

function readLink(html: string, link: OpenLink): PageLink | null {
  const href = readAttributes(html, link.mark, HREF).get('href')
  return href === undefined ? null : { href, text: textOf(html, link) }
}

function placePictures(html: string, marks: readonly Mark[]): Map<Finding, Placed> {
  const placed = new Map<Finding, Placed>()
  const figures: OpenFigure[] = []
  let caption: Span | null = null
  let link: OpenLink | null = null
  let sources: Attributes[] | null = null
  let inNoscript = false
  const endLink = (at: number): void => {
    if (link !== null) link.to = at
    link = null
  }
  const endCaption = (at: number): void => {
    if (caption !== null) caption.to = at
    caption = null
  }
  for (const mark of marks) {
    const { name, isStart, at, to } = mark
    if (mark.picture !== null)
      placed.set(mark.picture, {
        sources: sources?.slice() ?? [],
        inNoscript,
        link,
        figure: figures.at(-1) ?? null,
      })
    else if (name === 'a') {
      endLink(at)
      if (isStart) link = { mark, from: to + 1, to: html.length, text: null }
    } else if (name === 'td' || name === 'th') endLink(at)
    else if (name === 'figure') {
      endCaption(at)
      if (isStart) figures.push({ caption: null })
      else figures.pop()
    } else if (name === 'figcaption') {
      endCaption(at)
      const figure = figures.at(-1)
      if (!isStart || figure === undefined || figure.caption !== null) continue
      caption = { from: to + 1, to: html.length, text: null }
      figure.caption = caption
    } else if (name === 'picture') sources = isStart ? [] : null
    else if (name === 'source') {
      if (isStart && sources !== null && sources.length < MAX_SOURCES)
        sources.push(readAttributes(html, mark, SOURCE_ATTRIBUTES))
    } else if (name === 'noscript') inNoscript = isStart
  }
  return placed
}

function textOf(html: string, span: Span): string {
  span.text ??= textBetween(html, span.from, span.to)
  return span.text
}
