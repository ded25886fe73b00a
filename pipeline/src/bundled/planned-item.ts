import type { PictureAnswer } from './bundled-plan.js'
import type { KindName } from './kinds.js'

/** An `<img>` that has no page yet. */
export interface PlannedItem {
  readonly kind: KindName
  readonly url: string
  readonly alt: string | { readonly none: 'missing' | 'empty' | 'blank' }
  /** Index of the site whose page shows it. */
  readonly site: number
}

/** What a part of the plan adds. */
export interface PlannedItems {
  readonly items: readonly PlannedItem[]
  readonly answers: readonly (readonly [url: string, answer: PictureAnswer])[]
}
