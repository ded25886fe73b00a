import { hasFatalReference } from './scan/cap-references.js'

/** Deeper nesting costs parse5 quadratic time and, for templates, the stack. Real pages stay below some hundred. */
const MAX_DEPTH = 3000
/** Attributes of one tag; parse5 compares each with all before it. */
const MAX_ATTRIBUTES = 5000
/** A tag of fewer characters cannot have more attributes than that. */
const SHORT_TAG = MAX_ATTRIBUTES * 2

const VOID = 'area|base|br|col|embed|hr|image|img|input|link|meta|param|source|track|wbr'
const CLOSED_BY_NEXT = 'p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|optgroup|rp|rt'
const NOT_NESTING = new RegExp(`^(?:${VOID}|${CLOSED_BY_NEXT})$`, 'i')

/**
 * Would the DOM finder take quadratic time on this page, or fail? A linear look at its tags, without their structure:
 * nesting, attributes of one tag, number of picture tags. 0.5 MB of nested `<div>` takes parse5 a minute, and it
 * cannot be stopped from inside.
 */
export function exceedsDomBudget(html: string, { maxImages }: { readonly maxImages: number }): boolean {
  if (hasFatalReference(html)) return true
  let depth = 0
  let images = 0
  const tags = /<(\/?)([a-z][^\s/>]{0,30})/gi
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    const name = tag[2] ?? ''
    if (/^im(?:g|age)$/i.test(name)) images += 1
    if (!NOT_NESTING.test(name)) depth = tag[1] === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > MAX_DEPTH || images > 10 * maxImages) return true
    const end = html.indexOf('>', tags.lastIndex)
    if (end === -1 || end - tags.lastIndex > SHORT_TAG) {
      const attributes = countAttributes(html, tags.lastIndex)
      if (attributes.count > MAX_ATTRIBUTES) return true
      tags.lastIndex = attributes.end
    }
  }
  return false
}

/** Attributes of the tag whose name ends at `start`: gaps outside quotes, at most one more than the limit. */
function countAttributes(html: string, start: number): { readonly count: number; readonly end: number } {
  let count = 0
  let quote = ''
  for (let at = start; at < html.length; at += 1) {
    const char = html[at] ?? ''
    if (quote !== '') {
      const close = html.indexOf(quote, at)
      if (close === -1) return { count, end: html.length }
      at = close
      quote = ''
    } else if (char === '>') return { count, end: at }
    else if ((char === '"' || char === "'") && html[at - 1] === '=') quote = char
    else if (/[\s/]/.test(char) && !/[\s/]/.test(html[at + 1] ?? '')) count += 1
    if (count > MAX_ATTRIBUTES) return { count, end: at }
  }
  return { count, end: html.length }
}
