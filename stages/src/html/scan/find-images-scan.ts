import {
  ENOUGH_PROSE,
  type FindImages,
  type FindOptions,
  type FoundPage,
  IMAGE_ATTRIBUTES,
  MAX_FOUND_TEXT,
  MIN_PROSE,
  type PageImage,
} from '../image-finder.js'
import { joinLabels, labelIds } from '../label-ids.js'
import { addProse, surroundingTexts, type TextPiece, textPiece } from '../surrounding-texts.js'
import { decodeText } from './decode-text.js'
import { type Finding, flattenSequence, type PictureFinding } from './document-order.js'
import { labelTexts } from './label-texts.js'
import { type OpenElement, openPage } from './open-elements.js'
import type { PageCoding } from './page-coding.js'
import { readLinks, readMetas } from './page-tags.js'
import { readContext } from './picture-context.js'
import { readAttributes, type TagSpan } from './read-attributes.js'
import type { PageState } from './read-tags.js'
import { scanTags } from './scan-tags.js'

const HREF = new Set(['href'])

/**
 * `FindImages` without a tree, in time and memory linear in the page: it tokenizes as the HTML standard does and
 * keeps only the open elements that can change the answer (see `OpenElement`).
 *
 * Pictures and their attributes, and what the page says of itself, are those of `findImagesDom` on any markup, but for
 * rare cases. Where parse5 leaves the standard: its table scope goes through templates
 * (`<table><template><tr></table>` leaves the template), and foreign elements named like parts of a table or select set
 * its insertion mode. Where more state would be needed: formatting elements reopened around or below a drawing, a
 * `<frameset>` after a `<template>` in the head, `<col>` straight in a `<template>`, more than 64 elements between an end
 * tag in a drawing and its start tag.
 *
 * What stands around a picture, and `prose`, are read in the order of tags; they are the same where the tree needs no
 * repair. On damaged markup they differ (the tests in html-scan count how often) by
 * - a tag that the tree ignores, such as an end tag of nothing: here it parts two texts, there they are one
 * - a link, figure, picture or noscript without an end tag, or whose parent or a block ends it: the tree ends it there,
 *   or reopens a link behind; here it lasts until its own end tag
 * - a link misplaced in a table: the tree puts it before the table and reopens it behind; here it ends with the table
 * - a link around a table with links in it: its text ends here at the first of them
 * - a caption with a figure in it: it ends here where the figure begins
 * - a drawing without an end tag: texts around it are taken to end there
 * - labels in a drawing that have a child named like a raw text element
 */
export const findImagesScan: FindImages = (html, options) => {
  const coding = options.isUtf8Bytes === true ? 'utf8' : 'text'
  const { page, root } = scanPage(html, options)
  const findings = flattenSequence(page.isFrameset ? root.place.slice(0, page.headFindings) : root.place)
  return {
    ...readImages(html, findings, options, coding),
    baseHref: findBase(html, findings, coding),
    htmlLang: page.htmlLang,
    title: findTitle(html, findings, coding),
    metas: readMetas(html, findings, coding),
    links: readLinks(html, findings, coding),
    prose: findProse(html, findings, coding),
  }
}

function scanPage(
  html: string,
  options: FindOptions,
): { readonly page: PageState; readonly root: OpenElement } {
  const root = openPage(false)
  const page = startPage(html, root, options)
  scanTags(page)
  if (!page.needsAll) return { page, root }
  const fullRoot = openPage(true)
  const again = startPage(html, fullRoot, options)
  scanTags(again)
  return { page: again, root: fullRoot }
}

function startPage(html: string, top: OpenElement, { surrounding, isUtf8Bytes }: FindOptions): PageState {
  return {
    html,
    coding: isUtf8Bytes === true ? 'utf8' : 'text',
    top,
    framesetOk: true,
    isFrameset: false,
    inBody: false,
    afterHead: false,
    needsAll: false,
    htmlLang: null,
    spans: { linkFrom: -1, linkTo: -1, link: null, caption: null },
    headFindings: 0,
    wantsText: surrounding,
  }
}

function findBase(html: string, findings: readonly Finding[], coding: PageCoding): string | null {
  for (const finding of findings) {
    if (finding.kind !== 'base') continue
    const href = readAttributes(html, finding, HREF, coding).get('href')
    if (href !== undefined) return href
  }
  return null
}

function findTitle(html: string, findings: readonly Finding[], coding: PageCoding): string | null {
  const title = findings.find(({ kind }) => kind === 'title')
  if (title === undefined) return null
  // In <title>, NUL is replaced and not dropped (13.2.5.2).
  return decodeText(html.slice(title.from, title.to), coding, '\uFFFD').slice(0, MAX_FOUND_TEXT)
}

function findProse(html: string, findings: readonly Finding[], coding: PageCoding): string {
  let prose = ''
  for (const { kind, from, to } of findings) {
    if (prose.length >= ENOUGH_PROSE) break
    if (kind === 'text' && to - from >= MIN_PROSE)
      prose = addProse(prose, decodeText(html.slice(from, to), coding))
  }
  return prose
}

function readImages(
  html: string,
  findings: readonly Finding[],
  { maxImages, surrounding }: FindOptions,
  coding: PageCoding,
): Pick<FoundPage, 'images' | 'imageCount'> {
  const texts: TagSpan[] = []
  const pictures: { readonly finding: PictureFinding; readonly textsBefore: number }[] = []
  let imageCount = 0
  for (const finding of findings) {
    if (finding.kind === 'text') texts.push(finding)
    else if (finding.kind === 'picture') {
      if (imageCount < maxImages) pictures.push({ finding, textsBefore: texts.length })
      imageCount += 1
    }
  }
  const attributes = pictures.map(({ finding }) => readAttributes(html, finding, IMAGE_ATTRIBUTES, coding))
  const ids = attributes.map(labelIds)
  const labels = labelTexts(html, new Set(ids.flat()), coding)
  const pieces = surrounding ? piecesOf(html, texts, coding) : null
  const images = pictures.map(({ finding, textsBefore }, index) => ({
    attributes: attributes[index] ?? new Map(),
    ...readContext(html, finding, coding),
    labelledBy: joinLabels(ids[index] ?? [], labels),
    surrounding: pieces === null ? NO_TEXT : surroundingTexts(texts.length, textsBefore, pieces),
  }))
  return { images, imageCount }
}

const NO_TEXT: PageImage['surrounding'] = { before: '', after: '' }

/** Each piece is decoded once, however many pictures it stands beside. */
function piecesOf(html: string, texts: readonly TagSpan[], coding: PageCoding): (index: number) => TextPiece {
  const read = new Map<number, TextPiece>()
  return (index) => {
    const { from, to } = texts[index] ?? { from: 0, to: 0 }
    const piece = read.get(index) ?? textPiece(decodeText(html.slice(from, to), coding))
    read.set(index, piece)
    return piece
  }
}
