import type { PictureSpec } from './crawl-plan.js'
import { COLOURS, SHAPES } from './phrases.js'
import { itemAt, type Random } from './seeded-random.js'

const ODD_KINDS: ReadonlyMap<number, PictureSpec['kind']> = new Map([
  [3, 'svg'],
  [7, 'rotated'],
  [11, 'pixel'],
  [17, 'truncated'],
  [23, 'rotated'],
  [31, 'garbage'],
])

const RATIOS: readonly number[] = [1, 4 / 3, 3 / 2, 16 / 9, 3 / 4, 2 / 3]

/** Chooses what each picture shows and how it is stored. One in eight of them is odd, whatever the seed. */
export function planPictures(random: Random, count: number): PictureSpec[] {
  return Array.from({ length: count }, (_, index) => planPicture(random, index))
}

function planPicture(random: Random, index: number): PictureSpec {
  const kind = ODD_KINDS.get(index % 40) ?? 'ordinary'
  const colour = random.pick(COLOURS)
  const ground = random.pick(COLOURS.filter((other) => other !== colour))
  const shape = random.pick(SHAPES)
  const format = kind === 'ordinary' ? drawFormat(random) : kind === 'svg' ? 'svg' : oddFormat(kind)
  if (kind === 'pixel') return { kind, format, width: 1, height: 1, colour, ground, shape }
  const [width, height] = drawSize(random)
  return { kind, format, width, height, colour, ground, shape }
}

function oddFormat(kind: PictureSpec['kind']): PictureSpec['format'] {
  return kind === 'pixel' ? 'gif' : 'jpeg'
}

function drawFormat(random: Random): PictureSpec['format'] {
  const draw = random.float()
  if (draw < 0.65) return 'jpeg'
  if (draw < 0.8) return 'png'
  return draw < 0.92 ? 'webp' : 'gif'
}

// Most are small: drawing, compressing and reading a big set must stay quick.
function drawSize(random: Random): readonly [width: number, height: number] {
  const draw = random.float()
  const long =
    draw < 0.8 ? random.between(96, 320) : draw < 0.96 ? random.between(321, 800) : random.between(801, 1600)
  const ratio = itemAt(RATIOS, random.int(RATIOS.length))
  return ratio >= 1 ? [long, Math.round(long / ratio)] : [Math.round(long * ratio), long]
}

/** An 8×8 picture of one colour, as planted: 512 of them differ. */
export function tinyPicture(index: number): PictureSpec {
  const colour = itemAt(COLOURS, index % COLOURS.length)
  const ground = itemAt(COLOURS, Math.floor(index / COLOURS.length) % COLOURS.length)
  return {
    kind: 'tiny',
    format: 'png',
    width: 8,
    height: 8,
    colour,
    ground,
    shape: itemAt(SHAPES, index % SHAPES.length),
  }
}

/** A picture of a given motif, as planted. */
export function plainPicture(motif: Pick<PictureSpec, 'colour' | 'ground' | 'shape'>): PictureSpec {
  return { kind: 'ordinary', format: 'jpeg', width: 256, height: 192, ...motif }
}
