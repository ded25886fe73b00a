import sharp from 'sharp'
import type { PictureSpec } from './crawl-plan.js'
import type { Colour, Shape } from './phrases.js'
import { createRandom, type Random, randomBytes } from './seeded-random.js'

const RGB: Record<Colour, readonly [red: number, green: number, blue: number]> = {
  red: [205, 35, 40],
  blue: [40, 70, 200],
  green: [40, 150, 65],
  yellow: [240, 215, 50],
  orange: [240, 140, 30],
  purple: [125, 45, 150],
  white: [245, 245, 242],
  black: [25, 25, 28],
}

/** Draws a picture of the plan and stores it in its format: the same spec and seed give the same bytes. */
export async function drawPicture(spec: PictureSpec, seed: string): Promise<Buffer> {
  const random = createRandom(seed)
  if (spec.kind === 'svg') return Buffer.from(drawSvg(spec))
  if (spec.kind === 'garbage') {
    return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(random, 3000)])
  }
  const whole = await encodePicture(spec, drawPixels(spec, random))
  return spec.kind === 'truncated' ? whole.subarray(0, Math.floor(whole.length * 0.6)) : whole
}

async function encodePicture(spec: PictureSpec, pixels: Buffer): Promise<Buffer> {
  const { width, height } = spec
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } })
  if (spec.kind === 'rotated') {
    // Orientation 6 asks the viewer for a quarter turn clockwise; the pixels are turned the other way first.
    const turned = await picture.rotate(270).jpeg({ quality: 80 }).toBuffer()
    return sharp(turned).withMetadata({ orientation: 6 }).jpeg({ quality: 80 }).toBuffer()
  }
  if (spec.format === 'png') return picture.png({ compressionLevel: 6 }).toBuffer()
  if (spec.format === 'webp') return picture.webp({ quality: 75, effort: 0 }).toBuffer()
  if (spec.format === 'gif') return picture.gif({ effort: 1, dither: 0 }).toBuffer()
  return picture.jpeg({ quality: 80 }).toBuffer()
}

function drawPixels(spec: PictureSpec, random: Random): Buffer {
  const { width, height, kind, format } = spec
  const [ground, colour] = [RGB[spec.ground], RGB[spec.colour]]
  const pixels = Buffer.allocUnsafe(width * height * 3)
  const grain = kind === 'tiny' || format === 'png' || format === 'gif' ? 0 : 10
  const light = kind === 'tiny' ? 0 : random.between(-45, 45)
  const size = 0.28 + random.float() * 0.14
  const [centreX, centreY] = [0.42 + random.float() * 0.16, 0.42 + random.float() * 0.16]
  const unit = Math.min(width, height)
  const noise = randomBytes(random, 4096)
  let at = 0
  for (let y = 0; y < height; y += 1) {
    const shade = Math.round((light * y) / height)
    const dy = (y - centreY * height) / (unit * size)
    for (let x = 0; x < width; x += 1) {
      const dx = (x - centreX * width) / (unit * size)
      const [red, green, blue] = inside(spec.shape, dx, dy) ? colour : ground
      // 797 shares no factor with 4096: the grain moves from row to row and shows no pattern.
      const change = shade + ((grain * ((noise[(x + y * 797) & 4095] ?? 0) - 128)) >> 7)
      pixels[at] = clampByte(red + change)
      pixels[at + 1] = clampByte(green + change)
      pixels[at + 2] = clampByte(blue + change)
      at += 3
    }
  }
  return pixels
}

function clampByte(value: number): number {
  return Math.max(0, Math.min(value, 255))
}

function inside(shape: Shape, x: number, y: number): boolean {
  if (shape === 'circle') return x * x + y * y < 1
  if (shape === 'square') return Math.abs(x) < 0.9 && Math.abs(y) < 0.9
  if (shape === 'triangle') return y < 0.8 && y > -1 && Math.abs(x) < (y + 1) * 0.55
  if (shape === 'cross')
    return Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1
  if (shape === 'stripe') return Math.abs(y) < 0.4
  const distance = x * x + y * y
  return distance < 1 && distance > 0.4
}

// In a square of 2 by 2 around the origin.
const SVG_SHAPES: Record<Shape, string> = {
  circle: '<circle r="1"/>',
  square: '<rect x="-0.9" y="-0.9" width="1.8" height="1.8"/>',
  triangle: '<path d="M0-1L1 .8H-1Z"/>',
  ring: '<path fill-rule="evenodd" d="M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0M-.6 0A.6.6 0 1 1 .6 0A.6.6 0 1 1-.6 0"/>',
  cross: '<path d="M-1-.3H-.3V-1H.3V-.3H1V.3H.3V1H-.3V.3H-1Z"/>',
  stripe: '<rect x="-99" y="-0.4" width="198" height="0.8"/>',
}

function drawSvg({ width, height, colour, ground, shape }: PictureSpec): string {
  const fill = (name: Colour): string => `rgb(${RGB[name].join(',')})`
  const scale = Math.min(width, height) / 3
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" fill="${fill(ground)}"/>`,
    `<g fill="${fill(colour)}" transform="translate(${width / 2} ${height / 2}) scale(${scale})">${SVG_SHAPES[shape]}</g>`,
    '</svg>\n',
  ].join('\n')
}
