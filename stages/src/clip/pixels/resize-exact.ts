import { type AxisWeights, axisWeights, fractionBits, type Resample } from './resample-weights.js'

/** 8-bit RGB, row by row, without padding. */
export interface RgbPixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Part of the resized picture, in its pixels. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * `Image.resize((width, height), resample).crop(window)` of Pillow until 12.1, bit for bit: two passes in 8-bit fixed
 * point, across first, and none along an axis that keeps its size. Pillow from 12.2 on makes the same two passes, but
 * goes down first for tall pictures, which moves some bytes of theirs by a level, seldom by more; models were trained
 * with the order here. Only what the window needs is computed. Throws a `RangeError` if the pixels are not
 * `3 * width * height` bytes or the window leaves the result.
 */
export function resizeExact(
  source: RgbPixels,
  size: { readonly width: number; readonly height: number },
  resample: Resample,
  window: Window = { left: 0, top: 0, ...size },
): Uint8Array {
  check(source, size, window)
  const down = axisWeights(source.height, size.height, window.top, window.height, resample)
  const first = down.starts[0] ?? 0
  const rows = down.starts.reduce((end, start, i) => Math.max(end, start + (down.lengths[i] ?? 0)), 0) - first
  const keepsRows = source.height === size.height
  const strip = { top: keepsRows ? window.top : first, rows: keepsRows ? window.height : rows }
  const across =
    source.width === size.width
      ? cutColumns(source, strip, window)
      : resizeAcross(
          source,
          strip,
          axisWeights(source.width, size.width, window.left, window.width, resample),
        )
  return keepsRows ? across : resizeDown(across, window.width * 3, first, down)
}

interface Strip {
  readonly top: number
  readonly rows: number
}

function check(source: RgbPixels, size: { width: number; height: number }, window: Window): void {
  const { data, width, height } = source
  if (!isSize(width) || !isSize(height) || data.length !== width * height * 3) {
    throw new RangeError(
      `Expected 3 bytes a pixel for a picture of ${width}x${height}, got ${data.length} bytes`,
    )
  }
  const inside = (offset: number, length: number, end: number) =>
    Number.isInteger(offset) && offset >= 0 && isSize(length) && offset + length <= end
  if (inside(window.left, window.width, size.width) && inside(window.top, window.height, size.height)) return
  const got = `${window.width}x${window.height}+${window.left}+${window.top}`
  throw new RangeError(`Expected a window inside ${size.width}x${size.height}, got ${got}`)
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value > 0
}

function cutColumns({ data, width }: RgbPixels, { top, rows }: Strip, window: Window): Uint8Array {
  const out = new Uint8Array(rows * window.width * 3)
  for (let y = 0; y < rows; y++) {
    const at = ((top + y) * width + window.left) * 3
    out.set(data.subarray(at, at + window.width * 3), y * window.width * 3)
  }
  return out
}

const half = 1 << (fractionBits - 1)

function resizeAcross({ data, width }: RgbPixels, { top, rows }: Strip, axis: AxisWeights): Uint8Array {
  const { starts, lengths, weights, stride } = axis
  const count = starts.length
  const out = new Uint8ClampedArray(rows * count * 3)
  for (let y = 0, to = 0; y < rows; y++) {
    const row = (top + y) * width * 3
    for (let x = 0; x < count; x++) {
      let at = row + (starts[x] as number) * 3
      let r = half
      let g = half
      let b = half
      const end = x * stride + (lengths[x] as number)
      for (let k = x * stride; k < end; k++) {
        const weight = weights[k] as number
        r = (r + Math.imul(data[at++] as number, weight)) | 0
        g = (g + Math.imul(data[at++] as number, weight)) | 0
        b = (b + Math.imul(data[at++] as number, weight)) | 0
      }
      out[to++] = r >> fractionBits
      out[to++] = g >> fractionBits
      out[to++] = b >> fractionBits
    }
  }
  return new Uint8Array(out.buffer)
}

/** Row by row of the source, so that memory is read in order; `first` is the row that `data` begins with. */
function resizeDown(data: Uint8Array, rowBytes: number, first: number, axis: AxisWeights): Uint8Array {
  const { starts, lengths, weights, stride } = axis
  const out = new Uint8ClampedArray(starts.length * rowBytes)
  const sums = new Int32Array(rowBytes)
  for (let y = 0; y < starts.length; y++) {
    sums.fill(half)
    let at = ((starts[y] as number) - first) * rowBytes
    const end = y * stride + (lengths[y] as number)
    for (let k = y * stride; k < end; k++) {
      const weight = weights[k] as number
      for (let x = 0; x < rowBytes; x++) {
        sums[x] = ((sums[x] as number) + Math.imul(data[at++] as number, weight)) | 0
      }
    }
    const to = y * rowBytes
    for (let x = 0; x < rowBytes; x++) out[to + x] = (sums[x] as number) >> fractionBits
  }
  return new Uint8Array(out.buffer)
}
