import { exceedsDomBudget } from './dom-budget.js'
import { findImagesDom } from './find-images-dom.js'
import type { FindImages } from './image-finder.js'
import { findImagesScan } from './scan/find-images-scan.js'

/** How pictures are found on a page. */
export interface PageParser {
  readonly findImages: FindImages
  /** Does `findImages` know `isUtf8Bytes`? */
  readonly readsUtf8Bytes: boolean
  /** True for a page that this parser must not be given: it would take more than linear time. */
  readonly exceedsBudget: (html: string, options: { readonly maxImages: number }) => boolean
}

/** The parsers that a recipe may name. `scan` finds what `dom` finds, some 25 times as fast. */
export const PAGE_PARSERS: Readonly<Record<'dom' | 'scan', PageParser>> = {
  dom: { findImages: findImagesDom, readsUtf8Bytes: false, exceedsBudget: exceedsDomBudget },
  scan: { findImages: findImagesScan, readsUtf8Bytes: true, exceedsBudget: () => false },
}
