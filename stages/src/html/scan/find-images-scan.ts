import {
  type FindImages,
  type FindOptions,
  IMAGE_ATTRIBUTES,
  MAX_FOUND_TEXT,
  type PageImage,
} from '../image-finder.js'
import { joinLabels, labelIds } from '../label-ids.js'
import { surroundingTexts } from '../surrounding-texts.js'
import { decodeText } from './decode-text.js'
import { type Finding, flattenSequence } from './document-order.js'
import { labelTexts } from './label-texts.js'
import { type OpenElement, openPage } from './open-elements.js'
import { readLinks, readMetas } from './page-tags.js'
import { readContexts } from './picture-context.js'
import { readAttributes } from './read-attributes.js'
import type { PageState } from './read-tags.js'
import { scanTags } from './scan-tags.js'

const HREF = new Set(['href'])

/**
 * `FindImages` without a tree, in time and memory linear in the page: it tokenizes as the HTML standard does and
 * keeps only the open elements that can change the answer (see `OpenElement`).
 *
 * Differs from `findImagesDom` on damaged markup only. Where parse5 leaves the standard: its table scope goes
 * through templates (`<table><template><tr></table>` leaves the template), and foreign elements named like parts
 * of a table or select set its insertion mode. Where more state would be needed: formatting elements reopened
 * around or below a drawing, a `<frameset>` after a `<template>` in the head, `<col>` straight in a `<template>`,
 * more than 64 elements between an end tag in a drawing and its start tag.
 */
export const findImagesScan: FindImages = (html, options) => {
  const { page, root } = scanPage(html, options)
  const findings = page.isFrameset ? [] : flattenSequence(root.place)
  const pictures = findings.filter(({ kind }) => kind === 'picture')
  return {
    images: readImages(page, pictures.slice(0, options.maxImages)),
    imageCount: pictures.length,
    baseHref: findBase(html, findings),
    htmlLang: page.htmlLang,
    title: page.title === null ? null : readTitle(html.slice(page.title.from, page.title.to)),
    metas: readMetas(html, page.marks),
    links: readLinks(html, page.marks),
    prose: page.prose,
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

function startPage(html: string, top: OpenElement, { surrounding }: FindOptions): PageState {
  return {
    html,
    top,
    framesetOk: true,
    isFrameset: false,
    inBody: false,
    afterHead: false,
    needsAll: false,
    htmlLang: null,
    marks: [],
    title: null,
    prose: '',
    texts: surrounding ? [] : null,
  }
}

function findBase(html: string, findings: readonly Finding[]): string | null {
  for (const finding of findings) {
    if (finding.kind !== 'base') continue
    const href = readAttributes(html, finding, HREF).get('href')
    if (href !== undefined) return href
  }
  return null
}

// In <title>, NUL is replaced and not dropped (13.2.5.2).
function readTitle(raw: string): string {
  return decodeText(raw.replaceAll('\0', '\uFFFD')).slice(0, MAX_FOUND_TEXT)
}

function readImages(page: PageState, pictures: readonly Finding[]): readonly PageImage[] {
  const { html } = page
  const contexts = readContexts(html, page.marks)
  const attributes = pictures.map((finding) => readAttributes(html, finding, IMAGE_ATTRIBUTES))
  const ids = attributes.map(labelIds)
  const labels = labelTexts(html, new Set(ids.flat()))
  return pictures.map((finding, index) => ({
    attributes: attributes[index] ?? new Map(),
    ...(contexts.get(finding) ?? NO_CONTEXT),
    labelledBy: joinLabels(ids[index] ?? [], labels),
    surrounding: surroundingOf(page, finding.from),
  }))
}

// Only beyond `MAX_MARKS`.
const NO_CONTEXT = { sources: [], inNoscript: false, link: null, figcaption: null }
const NO_TEXT = { before: '', after: '' }

function surroundingOf({ html, texts }: PageState, at: number): PageImage['surrounding'] {
  if (texts === null) return NO_TEXT
  let low = 0
  let high = texts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((texts[middle]?.from ?? 0) < at) low = middle + 1
    else high = middle
  }
  return surroundingTexts(texts.length, low, (index) => {
    const span = texts[index]
    return span === undefined ? '' : decodeText(html.slice(span.from, span.to))
  })
}
