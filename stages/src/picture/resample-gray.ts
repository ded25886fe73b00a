/** 8-bit gray, row by row. */
export interface GrayPixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Weights of one output pixel, in units of 2^-22 as Pillow has them. */
interface Taps {
  readonly start: number
  readonly weights: Int32Array
}

const precisionBits = 22
const lobes = 3

/**
 * `resize((width, height), LANCZOS)` of Pillow on a gray picture, bit for bit: antialiased, integer weights, rounded to
 * bytes between the passes. The horizontal pass comes first, as until Pillow 12.1; later ones turn some pictures
 * round. An axis that keeps its length has no pass. Time: about 6 times the pixels.
 */
export function resampleGray(source: GrayPixels, width: number, height: number): Uint8Array {
  const rows =
    width === source.width
      ? source.data
      : across(source.data, source.height, source.width, lanczosTaps(source.width, width))
  return height === source.height ? rows : down(rows, width, lanczosTaps(source.height, height))
}

function across(data: Uint8Array, height: number, width: number, taps: readonly Taps[]): Uint8Array {
  const out = new Uint8Array(height * taps.length)
  for (let y = 0; y < height; y++) {
    taps.forEach((tap, x) => {
      out[y * taps.length + x] = weigh(data, tap, y * width, 1)
    })
  }
  return out
}

function down(data: Uint8Array, width: number, taps: readonly Taps[]): Uint8Array {
  const out = new Uint8Array(width * taps.length)
  taps.forEach((tap, y) => {
    for (let x = 0; x < width; x++) out[y * width + x] = weigh(data, tap, x, width)
  })
  return out
}

function weigh(data: Uint8Array, { start, weights }: Taps, first: number, step: number): number {
  let sum = 1 << (precisionBits - 1)
  let at = first + start * step
  for (const weight of weights) {
    sum += (data[at] ?? 0) * weight
    at += step
  }
  return Math.min(255, Math.max(0, sum >> precisionBits))
}

/** `precompute_coeffs` and `normalize_coeffs_8bpc` of Pillow's Resample.c. */
function lanczosTaps(from: number, to: number): readonly Taps[] {
  const scale = from / to
  const filterScale = Math.max(scale, 1)
  const support = lobes * filterScale
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(center - support + 0.5))
    const end = Math.min(from, Math.trunc(center + support + 0.5))
    const weights = Array.from({ length: end - start }, (_, k) =>
      lanczos((k + start - center + 0.5) * (1 / filterScale)),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return { start, weights: Int32Array.from(weights, (weight) => toFixedPoint(weight / total)) }
  })
}

/** Rounded half away from zero. */
function toFixedPoint(weight: number): number {
  const scaled = weight * 2 ** precisionBits
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}

function lanczos(x: number): number {
  return x >= -lobes && x < lobes ? sinc(x) * sinc(x / lobes) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}
