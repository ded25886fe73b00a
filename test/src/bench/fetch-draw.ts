import type { Random } from '@warc2dataset/pipeline/demo/seeded-random'
import { drawScene } from '@warc2dataset/pipeline/scenes/draw-scene'
import { planScene } from '@warc2dataset/pipeline/scenes/scene'

export interface PhotoSize {
  readonly width: number
  readonly height: number
  /** Contrast of the largest noise, shades. */
  readonly contrast: number
  /**
   * By which power contrast grows with the size of a detail. 0: equal contrast in every octave, the 1/f amplitude of
   * natural scenes (Field, 1987); a lens and a camera's own noise reduction take from the finest, hence more than 0.
   */
  readonly falloff: number
}

/** Contrast of colour beside that of light. */
const COLOUR = 0.35
/** Contrast of the shapes that is left, so that noise on white is not cut off. */
const SCENE = 0.6
/** Finest details of light and of colour, as powers of two, px. */
const LIGHT_OCTAVE = 1
const COLOUR_OCTAVE = 4

/** Draws something that costs a JPEG decoder what a photograph does: shapes, and noise of all sizes. RGB, 8 bits. */
export function drawPhoto(size: PhotoSize, random: Random): Buffer {
  const { width, height } = size
  const pixels = drawScene(planScene(random), width, height, random)
  const light = drawNoise(size, LIGHT_OCTAVE, random)
  const [warm, green] = [drawNoise(size, COLOUR_OCTAVE, random), drawNoise(size, COLOUR_OCTAVE, random)]
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [l, w, g] = [light[pixel] ?? 0, (warm[pixel] ?? 0) * COLOUR, (green[pixel] ?? 0) * COLOUR]
    addTo(pixels, 3 * pixel, l + w)
    addTo(pixels, 3 * pixel + 1, l + g)
    addTo(pixels, 3 * pixel + 2, l - w)
  }
  return pixels
}

function addTo(pixels: Buffer, at: number, change: number): void {
  const shade = 128 + ((pixels[at] ?? 0) - 128) * SCENE
  pixels[at] = Math.max(0, Math.min(255, Math.round(shade + change)))
}

interface Plane {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** Octaves of noise, the coarsest first: each is laid over what is there, stretched to twice its size. */
function drawNoise(
  { width, height, contrast, falloff }: PhotoSize,
  finest: number,
  random: Random,
): Float32Array {
  const coarsest = Math.floor(Math.log2(Math.min(width, height))) - 1
  const sideAt = (side: number, octave: number): number => Math.ceil(side / 2 ** octave)
  let plane: Plane = { width: 1, height: 1, values: new Float32Array(1) }
  for (let octave = coarsest; octave >= 0; octave -= 1) {
    plane = stretch(plane, sideAt(width, octave), sideAt(height, octave))
    if (octave < finest) continue
    const weight = 2 * contrast * 2 ** ((octave - coarsest) * falloff)
    const { values } = plane
    for (let at = 0; at < values.length; at += 1) {
      values[at] = (values[at] ?? 0) + (random.float() - 0.5) * weight
    }
  }
  return plane.values
}

/** Twice the size, shades between the old ones in between. */
function stretch(from: Plane, width: number, height: number): Plane {
  const values = new Float32Array(width * height)
  const { values: old } = from
  for (let y = 0; y < height; y += 1) {
    const top = Math.min(y >> 1, from.height - 1) * from.width
    const bottom = Math.min((y + 1) >> 1, from.height - 1) * from.width
    for (let x = 0; x < width; x += 1) {
      const left = Math.min(x >> 1, from.width - 1)
      const right = Math.min((x + 1) >> 1, from.width - 1)
      const corners =
        (old[top + left] ?? 0) +
        (old[top + right] ?? 0) +
        (old[bottom + left] ?? 0) +
        (old[bottom + right] ?? 0)
      values[y * width + x] = corners / 4
    }
  }
  return { width, height, values }
}
