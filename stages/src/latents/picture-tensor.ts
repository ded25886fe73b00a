import type { VaeManifest } from '@warc2dataset/schemas'

type Range = VaeManifest['encoder']['range']

/** Each step rounds to float32, as numpy and torch do. */
function levels(range: Range): Float32Array {
  const f = Math.fround
  const level = range === '0..1' ? (byte: number) => byte / 255 : (byte: number) => f(byte / f(127.5)) - 1
  return Float32Array.from({ length: 256 }, (_, byte) => level(byte))
}

/** `rows` pictures of rows of RGB bytes, one after the other, as [rows, 3, height, width] in `range`. */
export function toPlanes(rgb: Uint8Array, rows: number, range: Range): Float32Array {
  const level = levels(range)
  const planes = new Float32Array(rgb.length)
  const plane = rgb.length / rows / 3
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < 3; channel++) {
      let from = row * plane * 3 + channel
      const to = (row * 3 + channel) * plane
      for (let at = 0; at < plane; at++, from += 3) planes[to + at] = level[rgb[from] as number] as number
    }
  }
  return planes
}

/** The way back: rounded half up, what lies outside `range` cut off. NaN becomes 0; see `finiteRows`. */
export function toBytes(planes: Float32Array, rows: number, range: Range): Uint8Array {
  const [scale, offset] = range === '0..1' ? [255, 0] : [127.5, 1]
  const rgb = new Uint8Array(planes.length)
  const plane = planes.length / rows / 3
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < 3; channel++) {
      let to = row * plane * 3 + channel
      const from = (row * 3 + channel) * plane
      for (let at = 0; at < plane; at++, to += 3) {
        const value = Math.floor(((planes[from + at] as number) + offset) * scale + 0.5)
        rgb[to] = Math.max(0, Math.min(255, value))
      }
    }
  }
  return rgb
}

/** From here on a float16 is infinite. */
const tooLarge = 65_520

/** 1 for each of `rows` rows whose numbers are finite, as float16 too; 0 for the others. */
export function finiteRows(values: Float32Array, rows: number): Uint8Array {
  const width = values.length / rows
  return Uint8Array.from({ length: rows }, (_, row) =>
    values.subarray(row * width, (row + 1) * width).every((value) => Math.abs(value) < tooLarge) ? 1 : 0,
  )
}
