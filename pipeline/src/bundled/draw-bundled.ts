import sharp from 'sharp'
import { createRandom } from '../demo/seeded-random.js'
import { drawScene } from '../scenes/draw-scene.js'
import type { BundledPicture } from './bundled-plan.js'

/** EXIF orientation (what the viewer has to undo) and the turn that calls for it, degrees clockwise. */
const TURNS = [
  { orientation: 6, degrees: 270 },
  { orientation: 3, degrees: 180 },
  { orientation: 8, degrees: 90 },
] as const

/** Draws a picture of the plan and encodes it: the same picture and seed give the same bytes with the same sharp. */
export async function drawBundled(picture: BundledPicture, seed: string): Promise<Buffer> {
  const { scene, width, height, format, twist } = picture
  const random = createRandom(seed)
  const pixels = drawScene(scene, width, height, random)
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
  const quality = random.between(78, 93)
  if (twist === 'rotated') {
    const { orientation, degrees } = random.pick(TURNS)
    const turned = await image.rotate(degrees).raw().toBuffer({ resolveWithObject: true })
    const { width, height } = turned.info
    return sharp(turned.data, { raw: { width, height, channels: 3 } })
      .withMetadata({ orientation })
      .jpeg({ quality })
      .toBuffer()
  }
  if (twist === 'cmyk') return image.toColourspace('cmyk').jpeg({ quality }).toBuffer()
  if (format === 'png') return image.png({ compressionLevel: 6 }).toBuffer()
  if (format === 'webp') return image.webp({ quality, effort: 2 }).toBuffer()
  const whole = await image.jpeg({ quality }).toBuffer()
  return twist === 'truncated' ? whole.subarray(0, Math.floor(whole.length * 0.55)) : whole
}
