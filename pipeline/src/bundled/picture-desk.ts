import { itemAt, type Random } from '../demo/seeded-random.js'
import type { Scene } from '../scenes/scene.js'
import type { BundledPicture } from './bundled-plan.js'
import { BUNDLED_SITES, PICTURE_ORIGINS } from './bundled-sites.js'

/** Gives out pictures and addresses, each once. */
export interface PictureDesk {
  /** Index of a new picture. */
  readonly draw: (scene: Scene, twist?: BundledPicture['twist']) => number
  /** A URL that no other has; of the site's own host or of a content network, if no origin is given. */
  readonly address: (site: number, format: BundledPicture['format'], origin?: string) => string
  readonly formatOf: (picture: number) => BundledPicture['format']
  readonly pictures: () => readonly BundledPicture[]
}

const RATIOS = [1, 1, 5 / 4, 4 / 3, 4 / 3, 3 / 2, 3 / 2, 16 / 9] as const
const FORMATS = ['jpeg', 'jpeg', 'jpeg', 'jpeg', 'jpeg', 'png', 'png', 'webp'] as const
const EXTENSIONS = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const

/** Opens a desk with nothing given out. */
export function openDesk(random: Random): PictureDesk {
  const pictures: BundledPicture[] = []
  const taken = new Set<string>()
  const draw: PictureDesk['draw'] = (scene, twist = 'none') => {
    const format = twist === 'none' ? random.pick(FORMATS) : 'jpeg'
    pictures.push({ scene, ...planSides(random), format, twist })
    return pictures.length - 1
  }
  const address: PictureDesk['address'] = (site, format, origin) => {
    const own = itemAt(BUNDLED_SITES, site).pictureOrigin
    for (;;) {
      const name = `${random.int(0xffffff).toString(16).padStart(6, '0')}.${EXTENSIONS[format]}`
      const folder = random.pick(['media', 'images/2025', 'images/2026', 'wp-content/uploads', 'pictures'])
      const host = origin ?? (random.chance(0.45) ? random.pick(PICTURE_ORIGINS) : own)
      if (taken.has(name)) continue
      taken.add(name)
      return `${host}/${folder}/${name}`
    }
  }
  return {
    draw,
    address,
    formatOf: (picture) => itemAt(pictures, picture).format,
    pictures: () => pictures,
  }
}

/** The short side is 160 to 500 px, most often near the small end; the long side at most 889. */
function planSides(random: Random): { readonly width: number; readonly height: number } {
  const short = 160 + Math.round(random.float() ** 4 * 340)
  const long = Math.round(short * random.pick(RATIOS))
  return random.chance(0.65) ? { width: long, height: short } : { width: short, height: long }
}
