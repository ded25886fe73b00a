import { collapseSpaces } from '../collapse-spaces.js'
import {
  type Attributes,
  MAX_FOUND_TEXT,
  MAX_SOURCES,
  type PageImage,
  SOURCE_ATTRIBUTES,
} from '../image-finder.js'
import { INLINE_TAGS } from '../inline-tags.js'
import { type ElementNode, hidesText, isHtmlElement, type TreeNode, walkNodes } from './walk-nodes.js'

/** What stands around a picture, by its ancestors. */
export function readContext(
  image: ElementNode,
): Pick<PageImage, 'sources' | 'inNoscript' | 'link' | 'figcaption'> {
  const link = ancestor(image, 'a')
  const figure = ancestor(image, 'figure')
  const href = link?.attribs['href']
  return {
    sources: sourcesBefore(image),
    inNoscript: ancestor(image, 'noscript') !== null,
    link: link === null || href === undefined ? null : { href, text: textOfElement(link) },
    figcaption: figure === null ? null : captionOf(figure),
  }
}

/** Its text as `textBetween` has it. */
export function textOfElement(element: ElementNode): string {
  let text = ''
  const pending: (TreeNode | 'end')[] = element.children.toReversed()
  for (let node = pending.pop(); node !== undefined && text.length < MAX_FOUND_TEXT; node = pending.pop()) {
    if (node === 'end') text += ' '
    else if ('attribs' in node) {
      const parts = !INLINE_TAGS.has(node.name)
      if (parts) {
        text += ' '
        pending.push('end')
      }
      if (!hidesText(node)) pending.push(...node.children.toReversed())
    } else if (node.type === 'text') text += node.data
  }
  return collapseSpaces(text.slice(0, MAX_FOUND_TEXT))
}

function ancestor(node: ElementNode, name: string): ElementNode | null {
  for (let at = node.parent; at !== null && 'attribs' in at; at = at.parent) {
    if (at.name === name && isHtmlElement(at)) return at
  }
  return null
}

function sourcesBefore(image: ElementNode): readonly Attributes[] {
  const picture = ancestor(image, 'picture')
  if (picture === null) return []
  const sources: Attributes[] = []
  for (const node of walkNodes(picture.children)) {
    if (node === image) break
    if ('attribs' in node && node.name === 'source' && isHtmlElement(node) && sources.length < MAX_SOURCES)
      sources.push(new Map(Object.entries(node.attribs).filter(([name]) => SOURCE_ATTRIBUTES.has(name))))
  }
  return sources
}

function captionOf(figure: ElementNode): string | null {
  for (const node of walkNodes(figure.children)) {
    if (!('attribs' in node) || node.name !== 'figcaption' || !isHtmlElement(node)) continue
    if (ancestor(node, 'figure') === figure) return textOfElement(node)
  }
  return null
}
