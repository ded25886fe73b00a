import type { CheerioAPI } from 'cheerio'
import { TAGS } from '../scan/tag-names.js'

export type TreeNode = ReturnType<CheerioAPI['root']>[number]['children'][number]
export type ElementNode = Extract<TreeNode, { attribs: Record<string, string> }>

const HTML_NAMESPACE = 'http://www.w3.org/1999/xhtml'

export function isHtmlElement(node: ElementNode): boolean {
  return node.namespace === HTML_NAMESPACE
}

/**
 * All nodes below, in document order, but those in templates and the text of scripts, styles and the like. An own stack
 * and not css-select: its traversal depth and cost depend on the nesting the page chose.
 */
export function* walkNodes(children: readonly TreeNode[]): Generator<TreeNode> {
  const pending: TreeNode[] = children.toReversed()
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node
    if ('attribs' in node && !hidesContent(node)) pushChildren(pending, node)
  }
}

// parse5's htmlparser2 adapter hangs template content below the template as if it were rendered.
/** Text in it is no text of the page: code, an inert template, a drawing. */
export function hidesText(node: ElementNode): boolean {
  return !isHtmlElement(node) || hidesContent(node)
}

export function hidesContent(node: ElementNode): boolean {
  return isHtmlElement(node) && (node.name === 'template' || TAGS.get(node.name)?.kind === 'raw')
}

function pushChildren(pending: TreeNode[], { children }: ElementNode): void {
  for (let i = children.length - 1; i >= 0; i -= 1) {
    const child = children[i]
    if (child !== undefined) pending.push(child)
  }
}
