import type { FindImages, FoundImages, PageImage } from '../image-finder.js'
import { parseDimension } from '../parse-dimension.js'
import { flattenSequence } from './document-order.js'
import { type OpenElement, openPage } from './open-elements.js'
import { readAttributes, type TagSpan } from './read-attributes.js'
import type { PageState } from './read-tags.js'
import { scanTags } from './scan-tags.js'

const NO_IMAGES: FoundImages = { images: [], baseHref: null, htmlLang: null, overBudget: false }
const IMAGE_ATTRIBUTES = new Set(['src', 'alt', 'width', 'height'])
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
export const findImagesScan: FindImages = (html, { maxImages }) => {
  if (!/<im/i.test(html)) return NO_IMAGES
  let root = openPage(false)
  let page = startPage(html, root)
  scanTags(page)
  if (page.needsAll) {
    root = openPage(true)
    page = startPage(html, root)
    scanTags(page)
  }
  if (page.isFrameset) return NO_IMAGES

  const images: PageImage[] = []
  let imageCount = 0
  let baseHref: string | null = null
  for (const finding of flattenSequence(root.place)) {
    if (finding.kind === 'base') baseHref ??= readAttributes(html, finding, HREF).get('href') ?? null
    else {
      imageCount += 1
      if (imageCount <= maxImages) images.push(readImage(html, finding))
    }
  }
  if (imageCount === 0) return NO_IMAGES
  return { images, baseHref, htmlLang: page.htmlLang, overBudget: imageCount > maxImages }
}

function startPage(html: string, top: OpenElement): PageState {
  return { html, top, framesetOk: true, isFrameset: false, inBody: false, needsAll: false, htmlLang: null }
}

function readImage(html: string, span: TagSpan): PageImage {
  const attributes = readAttributes(html, span, IMAGE_ATTRIBUTES)
  return {
    src: attributes.get('src') ?? null,
    alt: attributes.get('alt') ?? null,
    declaredWidth: parseDimension(attributes.get('width')),
    declaredHeight: parseDimension(attributes.get('height')),
  }
}
