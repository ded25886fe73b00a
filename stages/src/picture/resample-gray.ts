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
const half = 1 << (precisionBits - 1)
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
  const together = height - (height % 4)
  taps.forEach((tap, x) => {
    for (let y = 0; y < together; y += 4) {
      weighFour(data, tap, y * width, width, out, y * taps.length + x, taps.length)
    }
    for (let y = together; y < height; y++) out[y * taps.length + x] = weigh(data, tap, y * width, 1)
  })
  return out
}

function down(data: Uint8Array, width: number, taps: readonly Taps[]): Uint8Array {
  const out = new Uint8Array(width * taps.length)
  taps.forEach((tap, y) => {
    for (let x = 0; x < width; x++) out[y * width + x] = weigh(data, tap, x, width)
  })
  return out
}

/** The sums are integers below 2^31, as in Pillow; `Math.imul` tells the compiler so. */
function weigh(data: Uint8Array, { start, weights }: Taps, first: number, step: number): number {
  let sum = half
  let at = first + start * step
  for (let k = 0; k < weights.length; k++) {
    sum = (sum + Math.imul(data[at] ?? 0, weights[k] ?? 0)) | 0
    at += step
  }
  return toByte(sum)
}

/** `weigh` for the same column of four rows: a loop that reads each weight once takes half the time. */
function weighFour(
  data: Uint8Array,
  { start, weights }: Taps,
  first: number,
  width: number,
  out: Uint8Array,
  outAt: number,
  outWidth: number,
): void {
  let [one, two, three, four] = [half, half, half, half]
  const at = first + start
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k] ?? 0
    one = (one + Math.imul(data[at + k] ?? 0, weight)) | 0
    two = (two + Math.imul(data[at + width + k] ?? 0, weight)) | 0
    three = (three + Math.imul(data[at + 2 * width + k] ?? 0, weight)) | 0
    four = (four + Math.imul(data[at + 3 * width + k] ?? 0, weight)) | 0
  }
  out[outAt] = toByte(one)
  out[outAt + outWidth] = toByte(two)
  out[outAt + 2 * outWidth] = toByte(three)
  out[outAt + 3 * outWidth] = toByte(four)
}

function toByte(sum: number): number {
  return Math.min(255, Math.max(0, sum >> precisionBits))
}

/** 6 MB of tables. */
const mostTables = 64
const longestKept = 4096
const tables = new Map<string, readonly Taps[]>()

/** Tables are kept: they take as long as the pixels of a small picture, and stored pictures share their sides. */
function lanczosTaps(from: number, to: number): readonly Taps[] {
  const name = `${from} ${to}`
  const known = tables.get(name)
  if (known !== undefined) return known
  const made = makeTaps(from, to)
  if (tables.size >= mostTables) tables.clear()
  if (from <= longestKept) tables.set(name, made)
  return made
}

/** `precompute_coeffs` and `normalize_coeffs_8bpc` of Pillow's Resample.c. */
function makeTaps(from: number, to: number): readonly Taps[] {
  const scale = from / to
  const filterScale = Math.max(scale, 1)
  const support = lobes * filterScale
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(center - support + 0.5))
    const end = Math.min(from, Math.trunc(center + support + 0.5))
    return { start, weights: toFixedPoint(lanczosWeights(start, end, center, filterScale)) }
  })
}

/** Not yet normalised. */
function lanczosWeights(start: number, end: number, center: number, filterScale: number): Float64Array {
  const weights = new Float64Array(end - start)
  for (let k = 0; k < weights.length; k++) {
    weights[k] = lanczos((k + start - center + 0.5) * (1 / filterScale))
  }
  return weights
}

/** Parts of their sum, rounded half away from zero. */
function toFixedPoint(weights: Float64Array): Int32Array {
  let total = 0
  for (let k = 0; k < weights.length; k++) total += weights[k] ?? 0
  const fixed = new Int32Array(weights.length)
  for (let k = 0; k < weights.length; k++) {
    const scaled = ((weights[k] ?? 0) / total) * 2 ** precisionBits
    fixed[k] = Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
  }
  return fixed
}

function lanczos(x: number): number {
  return x >= -lobes && x < lobes ? sinc(x) * sinc(x / lobes) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}
