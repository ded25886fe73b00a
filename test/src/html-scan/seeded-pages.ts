import { cutPiece, damagePage } from './damage-page.js'
import { generatePage } from './generated-page.js'
import { createRandom } from './random.js'
import type { RealPage } from './real-pages.js'

const PIECE = 6000

/** A damaged piece of one of the pages, of some 6,000 characters. */
export function damagedPiece(pages: readonly RealPage[], seed: number): string {
  const random = createRandom(seed)
  const html = pages[random.below(pages.length)]?.html ?? ''
  return damagePage(cutPiece(html, PIECE, random), random)
}

/** A page of 4 to 15 tags in no order. */
export function generatedPage(seed: number): string {
  const random = createRandom(seed)
  return generatePage(4 + random.below(12), random)
}
