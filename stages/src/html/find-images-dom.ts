import { type CheerioAPI, load } from 'cheerio'
import { readContext, textOfElement } from './dom/element-context.js'
import { type ElementNode, isHtmlElement, type TreeNode, walkNodes } from './dom/walk-nodes.js'
import {
  type Attributes,
  type FindImages,
  type FindOptions,
  IMAGE_ATTRIBUTES,
  LINK_ATTRIBUTES,
  MAX_FOUND_TEXT,
  MAX_PAGE_TAGS,
  META_ATTRIBUTES,
  type PageImage,
} from './image-finder.js'
import { joinLabels, labelIds } from './label-ids.js'
import { isNewLicence } from './scan/page-tags.js'
import { addProse, surroundingTexts, textPiece } from './surrounding-texts.js'

/** What the tree holds of interest, in document order. */
interface TreeFindings {
  readonly images: { readonly element: ElementNode; readonly textsBefore: number }[]
  readonly texts: string[]
  readonly metas: Attributes[]
  readonly links: Attributes[]
  readonly licences: Set<string>
  readonly byId: Map<string, ElementNode>
  baseHref: string | null
  htmlLang: string | null
  title: string | null
}

/**
 * `FindImages` by full tree construction (parse5 through cheerio): the reference other finders must equal.
 *
 * Throws `RangeError` for some thousands of nested `<template>` elements (parse5 closes them recursively; how
 * many depends on the stack left), and is quadratic in nesting depth, in foster-parented nodes and in the
 * attributes of one tag: 0.5 MB can take a minute. See `FindImages` for what counts.
 */
export const findImagesDom: FindImages = (html, options) => {
  // With scripting on, parse5 keeps the content of <noscript> as text and lazy-loaded pictures vanish.
  const found = findInTree(load(html, { scriptingEnabled: false }).root()[0])
  return {
    images: readImages(found, options),
    imageCount: found.images.length,
    baseHref: found.baseHref,
    htmlLang: found.htmlLang,
    title: found.title,
    metas: found.metas.slice(0, MAX_PAGE_TAGS),
    links: found.links.slice(0, MAX_PAGE_TAGS),
    prose: found.texts.reduce(addProse, ''),
  }
}

function findInTree(root: ReturnType<CheerioAPI['root']>[number] | undefined): TreeFindings {
  const found: TreeFindings = {
    images: [],
    texts: [],
    metas: [],
    links: [],
    licences: new Set(),
    byId: new Map(),
    baseHref: null,
    htmlLang: null,
    title: null,
  }
  for (const node of root === undefined ? [] : walkNodes(root.children)) readNode(node, found)
  return found
}

function readNode(node: TreeNode, found: TreeFindings): void {
  if (!('attribs' in node)) {
    if (isPageText(node)) found.texts.push(node.data)
    return
  }
  const { attribs, name } = node
  const id = attribs['id']
  if (id !== undefined && !found.byId.has(id)) found.byId.set(id, node)
  if (!isHtmlElement(node)) return
  if (name === 'img') found.images.push({ element: node, textsBefore: found.texts.length })
  else if (name === 'base') found.baseHref ??= attribs['href'] ?? null
  else if (name === 'html') found.htmlLang ??= attribs['lang'] ?? null
  else if (name === 'title') found.title ??= titleText(node)
  else if (name === 'meta') {
    const meta = pick(attribs, META_ATTRIBUTES)
    if (meta.has('content')) found.metas.push(meta)
  } else if (name === 'link' || name === 'a') {
    const link = pick(attribs, LINK_ATTRIBUTES)
    if (name === 'a' ? isNewLicence(link, found.licences) : link.has('rel') && link.has('href'))
      found.links.push(link)
  }
}

function titleText(title: ElementNode): string {
  const text = title.children.map((child) => ('data' in child ? child.data : '')).join('')
  return text.slice(0, MAX_FOUND_TEXT)
}

/** Text between tags, of HTML elements whose text is no code. */
function isPageText(node: TreeNode): node is TreeNode & { readonly data: string } {
  if (node.type !== 'text' || !/[^\t\n\f\r ]/.test(node.data)) return false
  const { parent } = node
  return parent === null || !('attribs' in parent) || isHtmlElement(parent)
}

function readImages(found: TreeFindings, { maxImages, surrounding }: FindOptions): readonly PageImage[] {
  return found.images.slice(0, maxImages).map(({ element, textsBefore }) => {
    const attributes = pick(element.attribs, IMAGE_ATTRIBUTES)
    const ids = labelIds(attributes)
    const labels = new Map(
      ids.flatMap((id) => {
        const label = found.byId.get(id)
        return label === undefined ? [] : [[id, textOfElement(label)] as const]
      }),
    )
    return {
      attributes,
      ...readContext(element),
      labelledBy: joinLabels(ids, labels),
      surrounding: surrounding
        ? surroundingTexts(found.texts.length, textsBefore, (index) => textPiece(found.texts[index] ?? ''))
        : { before: '', after: '' },
    }
  })
}

function pick(attribs: Readonly<Record<string, string>>, wanted: ReadonlySet<string>): Attributes {
  return new Map(Object.entries(attribs).filter(([name]) => wanted.has(name)))
}
