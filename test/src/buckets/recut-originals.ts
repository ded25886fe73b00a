import { join } from 'node:path'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import sharp from 'sharp'

/** Pixels that nobody compressed for this comparison. */
export interface Original {
  readonly name: string
  /** Rows of RGB. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

/** The photographs at hand of more than two megapixels; all others that are as large are drawings or blank pages. */
const LARGE = ['images-malformed/avif-orientation-6.avif', 'images-malformed/ultra-hdr.jpg']

/**
 * `each` windows of sides between `shortest` and `longest` px of each large photograph, at its own size and at half of it
 * (where it is as sharp as pictures of the web are), by seed.
 */
export async function largeWindows(
  shared: string,
  [shortest, longest]: readonly [number, number],
  each: number,
): Promise<readonly Original[]> {
  const random = createRandom(`windows-${shortest}-${longest}`)
  const windows: Original[] = []
  for (const name of LARGE) {
    for (const scale of [1, 0.5]) {
      const whole = await decode(join(shared, name), scale)
      for (let n = 0; n < each; n++) {
        const width = Math.min(whole.width, random.between(shortest, longest))
        const height = Math.min(whole.height, random.between(shortest, longest))
        const left = random.between(0, whole.width - width)
        const top = random.between(0, whole.height - height)
        windows.push(await windowOf(whole, { left, top, width, height }, `${name} x ${scale}, ${n}`))
      }
    }
  }
  return windows
}

async function decode(path: string, scale: number): Promise<Original> {
  const upright = sharp(path).autoOrient().toColourspace('srgb').removeAlpha()
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: 3 } as const
  if (scale === 1) return { name: path, pixels: data, width: info.width, height: info.height }
  const half = sharp(data, { raw }).resize(Math.round(info.width * scale))
  const small = await half.raw().toBuffer({ resolveWithObject: true })
  return { name: path, pixels: small.data, width: small.info.width, height: small.info.height }
}

async function windowOf(
  { pixels, width, height }: Original,
  part: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  name: string,
): Promise<Original> {
  const raw = { width, height, channels: 3 } as const
  const cut = await sharp(pixels, { raw }).extract(part).raw().toBuffer()
  return { name, pixels: cut, width: part.width, height: part.height }
}
