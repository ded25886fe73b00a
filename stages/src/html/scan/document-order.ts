import type { PictureContext } from './picture-context.js'

/** A tag that counts, where its attributes begin and end, or a stretch of text. */
export type Finding = TagFinding | PictureFinding

export interface TagFinding {
  /** `licence`: an `<a>` that may lead to one. `title` and `text`: the span is that of the text. */
  readonly kind: 'base' | 'title' | 'meta' | 'link' | 'licence' | 'text'
  readonly from: number
  readonly to: number
}

export interface PictureFinding {
  readonly kind: 'picture'
  readonly from: number
  readonly to: number
  readonly context: PictureContext
  /** How many `<source>` tags of `context.picture` stand before it. */
  readonly sources: number
}

/** Findings in document order; a nested sequence holds the place of a table, or of what is put before it. */
export type Sequence = (Finding | Sequence)[]

/** All findings in document order. An own stack: tables nest as deep as the page likes. */
export function flattenSequence(sequence: Sequence): readonly Finding[] {
  const flat: Finding[] = []
  const pending: (Finding | Sequence)[] = [sequence]
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (!Array.isArray(item)) flat.push(item)
    else for (let i = item.length - 1; i >= 0; i -= 1) pending.push(item[i] ?? [])
  }
  return flat
}
