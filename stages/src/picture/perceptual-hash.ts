/** Interleaved 8-bit pixels: 1 (gray) or 3 (RGB) channels. */
export interface RawPixels {
  readonly data: Buffer
  readonly width: number
  readonly height: number
  readonly channels: number
}

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
  const small = resizeLikePillow(toLuma(pixels), pixels.width, pixels.height)
  const coefficients = lowDct(small)
  const sorted = coefficients.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median = ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  let bits = 0n
  for (const value of coefficients) bits = (bits << 1n) | (value > median ? 1n : 0n)
  return bits.toString(16).padStart(16, '0')
}

function toLuma({ data, width, height, channels }: RawPixels): Uint8Array {
  if (channels === 1) return data
  const luma = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < luma.length; i++, at += channels) {
    luma[i] =
      ((data[at] ?? 0) * 19595 + (data[at + 1] ?? 0) * 38470 + (data[at + 2] ?? 0) * 7471 + 0x8000) >> 16
  }
  return luma
}

/** Weights of one output pixel, in units of 2^-22 as Pillow has them. */
interface Taps {
  readonly start: number
  readonly weights: Int32Array
}

const precisionBits = 22

function resizeLikePillow(luma: Uint8Array, width: number, height: number): Uint8Array {
  const across = width === side ? undefined : lanczosTaps(width)
  const down = height === side ? undefined : lanczosTaps(height)
  const rows = across === undefined ? luma : resample(luma, across, height, width, 1, side, 1)
  return down === undefined ? rows : resample(rows, down, side, 1, side, 1, side)
}

/** One pass over `lines` lines; `step` and `outStep` walk along a line. */
function resample(
  source: Uint8Array,
  taps: readonly Taps[],
  lines: number,
  lineStep: number,
  step: number,
  outLineStep: number,
  outStep: number,
): Uint8Array {
  const out = new Uint8Array(lines * side)
  for (let line = 0; line < lines; line++) {
    taps.forEach(({ start, weights }, i) => {
      let sum = 1 << (precisionBits - 1)
      let at = line * lineStep + start * step
      for (const weight of weights) {
        sum += (source[at] ?? 0) * weight
        at += step
      }
      out[line * outLineStep + i * outStep] = Math.min(255, Math.max(0, sum >> precisionBits))
    })
  }
  return out
}

function lanczosTaps(size: number): Taps[] {
  const scale = size / side
  const filterScale = Math.max(scale, 1)
  const support = 3 * filterScale
  return Array.from({ length: side }, (_, i) => {
    const center = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(center - support + 0.5))
    const end = Math.min(size, Math.trunc(center + support + 0.5))
    const weights = Array.from({ length: end - start }, (_, k) =>
      lanczos((k + start - center + 0.5) * (1 / filterScale)),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const unit = 2 ** precisionBits
    return {
      start,
      weights: Int32Array.from(weights, (weight) => {
        const scaled = (weight / total) * unit
        return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
      }),
    }
  })
}

function lanczos(x: number): number {
  return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}

const cosines = Array.from({ length: low }, (_, k) =>
  Array.from({ length: side }, (_, n) => Math.cos((Math.PI * k * (2 * n + 1)) / (2 * side))),
)

/** Low 8×8 of scipy's unnormalised DCT-II over both axes, row by row. */
function lowDct(pixels: Uint8Array): number[] {
  const coefficients: number[] = []
  for (const vertical of cosines) {
    const columns = Array.from({ length: side }, (_, x) =>
      vertical.reduce((sum, cosine, y) => sum + cosine * (pixels[y * side + x] ?? 0), 0),
    )
    for (const horizontal of cosines) {
      const value = 4 * horizontal.reduce((sum, cosine, x) => sum + cosine * (columns[x] ?? 0), 0)
      coefficients.push(Math.round(value * 1e6) / 1e6)
    }
  }
  return coefficients
}
