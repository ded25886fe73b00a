import { lumaOf, type RawPixels } from './luma.js'
import { resampleGray } from './resample-gray.js'

const side = 32
const low = 8

/**
 * `imagehash.phash` of the pixels, 16 hex digits: luma, Lanczos to 32×32, DCT-II, low 8×8, above the median;
 * row by row, first bit highest. Luma and Lanczos repeat Pillow's integer arithmetic with the horizontal pass
 * first, as all of Pillow up to 12 has it, so that the hash joins with hashes made in Python (Pillow 13 resizes
 * tall pictures vertically first: a few bits differ there). Coefficients are rounded to 1e-6 first: those of flat pictures are pure rounding
 * noise otherwise.
 */
export function perceptualHash(pixels: RawPixels): string {
  const { width, height } = pixels
  const small = resampleGray({ data: lumaOf(pixels), width, height }, side, side)
  const coefficients = lowDct(small)
  const sorted = coefficients.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median = ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  let bits = 0n
  for (const value of coefficients) bits = (bits << 1n) | (value > median ? 1n : 0n)
  return bits.toString(16).padStart(16, '0')
}

const cosines = Array.from({ length: low }, (_, k) =>
  Array.from({ length: side }, (_, n) => Math.cos((Math.PI * k * (2 * n + 1)) / (2 * side))),
)

/** Low 8×8 of scipy's unnormalised DCT-II over both axes, row by row. */
function lowDct(pixels: Uint8Array): number[] {
  const coefficients: number[] = []
  const columns = new Float64Array(side)
  for (const vertical of cosines) {
    for (let x = 0; x < side; x++) {
      let sum = 0
      for (let y = 0; y < side; y++) sum += (vertical[y] ?? 0) * (pixels[y * side + x] ?? 0)
      columns[x] = sum
    }
    for (const horizontal of cosines) {
      let sum = 0
      for (let x = 0; x < side; x++) sum += (horizontal[x] ?? 0) * (columns[x] ?? 0)
      coefficients.push(Math.round(4 * sum * 1e6) / 1e6)
    }
  }
  return coefficients
}
