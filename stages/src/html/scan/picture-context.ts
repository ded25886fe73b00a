import { type Attributes, MAX_SOURCES, type PageImage, SOURCE_ATTRIBUTES } from '../image-finder.js'
import type { PictureFinding } from './document-order.js'
import type { PageCoding } from './page-coding.js'
import { readAttributes, type TagSpan } from './read-attributes.js'
import { textBetween } from './text-between.js'

/** What is open around the next tag. Never changed: a table cell that ends goes back to what was there before it. */
export interface PictureContext {
  readonly link: OpenLink | null
  readonly figure: OpenFigure | null
  readonly picture: OpenPicture | null
  readonly noscripts: number
}

/** A stretch of markup whose text is read once, for the first picture that asks. */
export interface MarkupSpan {
  readonly from: number
  /** Where it ends; the end of the page until that is known. */
  to: number
  text: string | null
}

interface OpenLink extends MarkupSpan {
  readonly tag: TagSpan
}

interface OpenFigure {
  readonly outer: OpenFigure | null
  /** Of its first `<figcaption>`. */
  caption: MarkupSpan | null
}

interface OpenPicture {
  readonly outer: OpenPicture | null
  readonly sources: TagSpan[]
  /** What was read of them so far: pictures that stand together share it. */
  read: readonly Attributes[]
}

/** The element that holds the context: what opened in it ends with it, what was open around it stays. */
export interface ContextHolder {
  context: PictureContext
  /** What was open around it. */
  readonly around: PictureContext
}

/** What is open in the source. One link and one caption at a time, so that no text is read for two of them. */
export interface OpenSpans {
  /** An `<a>` in which no picture was found yet: the indices of its tag, as in `TagSpan`; `linkFrom` -1 for none. */
  linkFrom: number
  linkTo: number
  /** A link with a picture, whose end is not known yet. */
  link: MarkupSpan | null
  caption: MarkupSpan | null
}

export const NO_CONTEXT: PictureContext = { link: null, figure: null, picture: null, noscripts: 0 }

const HREF = new Set(['href'])

/**
 * Reads a start tag that says something about the pictures in it; `at` is the index of its `<`, `end` that of the end of
 * the page.
 *
 * The order of tags decides, since other elements are not kept: a link lasts until its end tag, the next link, or the end
 * of the table cell in which it began; figures, pictures and noscripts nest, and last until their end tags or the end of
 * that cell. `findImagesScan` lists where a tree differs.
 */
export function openContext(
  holder: ContextHolder,
  open: OpenSpans,
  tag: TagSpan & { readonly name: string; readonly at: number },
  end: number,
): void {
  const { context } = holder
  switch (tag.name) {
    case 'a':
      endLink(open, tag.at)
      if (context.link !== holder.around.link) holder.context = { ...context, link: holder.around.link }
      open.linkFrom = tag.from
      open.linkTo = tag.to
      return
    case 'figure':
      endCaption(open, tag.at)
      holder.context = { ...context, figure: { outer: context.figure, caption: null } }
      return
    case 'figcaption':
      if (context.figure === null || context.figure.caption !== null) return
      endCaption(open, tag.at)
      open.caption = { from: tag.to + 1, to: end, text: null }
      context.figure.caption = open.caption
      return
    case 'picture':
      holder.context = { ...context, picture: { outer: context.picture, sources: [], read: [] } }
      return
    case 'source':
      if (context.picture !== null && context.picture.sources.length < MAX_SOURCES)
        context.picture.sources.push(tag)
      return
    case 'noscript':
      holder.context = { ...context, noscripts: context.noscripts + 1 }
  }
}

/** Reads an end tag; one of an element that was opened outside of the holder does nothing. */
export function closeContext(holder: ContextHolder, open: OpenSpans, name: string, at: number): void {
  const { context, around } = holder
  switch (name) {
    case 'a':
      endLink(open, at)
      if (context.link === around.link) return
      holder.context = { ...context, link: around.link }
      return
    case 'figure':
      endCaption(open, at)
      if (context.figure !== null && context.figure !== around.figure)
        holder.context = { ...context, figure: context.figure.outer }
      return
    case 'figcaption':
      endCaption(open, at)
      return
    case 'picture':
      if (context.picture !== null && context.picture !== around.picture)
        holder.context = { ...context, picture: context.picture.outer }
      return
    case 'noscript':
      if (context.noscripts > around.noscripts)
        holder.context = { ...context, noscripts: context.noscripts - 1 }
  }
}

/** The context of a picture, table, select or template that is about to open: the link around it is kept from here on. */
export function settleContext(holder: ContextHolder, open: OpenSpans, end: number): PictureContext {
  if (open.linkFrom !== -1) {
    const tag = { from: open.linkFrom, to: open.linkTo }
    const link = { tag, from: tag.to + 1, to: end, text: null }
    open.linkFrom = -1
    open.link = link
    holder.context = { ...holder.context, link }
  }
  return holder.context
}

/** After a tag that may have ended table cells: ends the link that was open in one. */
export function leaveContext(holder: ContextHolder, open: OpenSpans, at: number): void {
  if (open.link !== null && holder.context.link !== open.link) endLink(open, at)
}

function endLink(open: OpenSpans, at: number): void {
  if (open.link !== null) open.link.to = at
  open.link = null
  open.linkFrom = -1
}

function endCaption(open: OpenSpans, at: number): void {
  if (open.caption !== null) open.caption.to = at
  open.caption = null
}

/** What stands around a picture, once the page is read. */
export function readContext(
  html: string,
  { context, sources }: PictureFinding,
  coding: PageCoding = 'text',
): Pick<PageImage, 'sources' | 'inNoscript' | 'link' | 'figcaption'> {
  const { link, figure, picture, noscripts } = context
  return {
    sources: picture === null ? [] : readSources(html, picture, sources, coding),
    inNoscript: noscripts > 0,
    link: link === null ? null : readLink(html, link, coding),
    figcaption: figure?.caption == null ? null : textOf(html, figure.caption, coding),
  }
}

function readSources(
  html: string,
  picture: OpenPicture,
  count: number,
  coding: PageCoding,
): readonly Attributes[] {
  const more = picture.sources.slice(picture.read.length, count)
  if (more.length > 0)
    picture.read = [
      ...picture.read,
      ...more.map((tag) => readAttributes(html, tag, SOURCE_ATTRIBUTES, coding)),
    ]
  return picture.read.length === count ? picture.read : picture.read.slice(0, count)
}

function readLink(html: string, link: OpenLink, coding: PageCoding): PageImage['link'] {
  const href = readAttributes(html, link.tag, HREF, coding).get('href')
  return href === undefined ? null : { href, text: textOf(html, link, coding) }
}

function textOf(html: string, span: MarkupSpan, coding: PageCoding): string {
  span.text ??= textBetween(html, span.from, span.to, coding)
  return span.text
}
