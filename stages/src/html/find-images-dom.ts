import { type CheerioAPI, load } from 'cheerio'
import type { FindImages, FoundImages, PageImage } from './image-finder.js'
import { parseDimension } from './parse-dimension.js'

type RootNode = ReturnType<CheerioAPI['root']>[number]
type TreeNode = RootNode['children'][number]
type ElementNode = Extract<TreeNode, { attribs: Record<string, string> }>

const HTML_NAMESPACE = 'http://www.w3.org/1999/xhtml'
const NO_IMAGES: FoundImages = { images: [], baseHref: null, htmlLang: null, overBudget: false }

/**
 * `FindImages` by full tree construction (parse5 through cheerio): the reference other finders must equal.
 *
 * Throws `RangeError` for some thousands of nested `<template>` elements (parse5 closes them recursively; how
 * many depends on the stack left), and is quadratic in nesting depth, in foster-parented nodes and in the
 * attributes of one tag: 0.5 MB can take a minute. See `FindImages` for what counts.
 */
export const findImagesDom: FindImages = (html, { maxImages }) => {
  // No entity, escape or error recovery can make an image tag without these bytes, and most of the cost is
  // the tree.
  if (!/<im/i.test(html)) return NO_IMAGES
  // With scripting on, parse5 keeps the content of <noscript> as text and lazy-loaded pictures vanish.
  const root = load(html, { scriptingEnabled: false }).root()[0]
  if (root === undefined) return NO_IMAGES

  const images: PageImage[] = []
  let imageCount = 0
  let baseHref: string | null = null
  let htmlLang: string | null = null
  for (const element of walkElements(root)) {
    if (element.name === 'img') {
      imageCount += 1
      if (imageCount <= maxImages) images.push(readImage(element.attribs))
    } else if (element.name === 'base') baseHref ??= element.attribs['href'] ?? null
    else if (element.name === 'html') htmlLang ??= element.attribs['lang'] ?? null
  }
  return imageCount === 0 ? NO_IMAGES : { images, baseHref, htmlLang, overBudget: imageCount > maxImages }
}

// An own stack and not css-select: its traversal depth and cost depend on the nesting the page chose.
function* walkElements(root: RootNode): Generator<ElementNode> {
  const pending: TreeNode[] = [...root.children].reverse()
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!('attribs' in node)) continue
    const isHtmlElement = node.namespace === HTML_NAMESPACE
    if (isHtmlElement) yield node
    // parse5's htmlparser2 adapter hangs template content below the template as if it were rendered.
    if (isHtmlElement && node.name === 'template') continue
    for (let i = node.children.length - 1; i >= 0; i -= 1) {
      const child = node.children[i]
      if (child !== undefined) pending.push(child)
    }
  }
}

function readImage(attribs: Readonly<Record<string, string>>): PageImage {
  return {
    src: attribs['src'] ?? null,
    alt: attribs['alt'] ?? null,
    declaredWidth: parseDimension(attribs['width']),
    declaredHeight: parseDimension(attribs['height']),
  }
}
