import { itemAt, type Random } from '../demo/seeded-random.js'
import { BUNDLED_SITES } from './bundled-sites.js'
import type { PlannedItem } from './planned-item.js'

const MISSING = 40
const EMPTY = 40
const NONE = ['empty', 'empty', 'blank'] as const

/** Plans the `<img>` without a text: lines and spacers that nobody may ask for. */
export function planSilentImages(random: Random): readonly PlannedItem[] {
  return Array.from({ length: MISSING + EMPTY }, (_, at) => {
    const site = random.int(BUNDLED_SITES.length)
    const url = `${itemAt(BUNDLED_SITES, site).pictureOrigin}/theme/ornament-${at}.png`
    return at < MISSING
      ? { kind: 'missing-alt', url, alt: { none: 'missing' }, site }
      : { kind: 'empty-alt', url, alt: { none: itemAt(NONE, at % NONE.length) }, site }
  })
}
