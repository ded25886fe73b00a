import sharp, { type Sharp } from 'sharp'
import { type Rgb, rgbAt } from './srgb-lab.js'

/** 8 × 6 squares of 16 px: whole blocks of a JPEG, so that its edges do not blur them. */
const columns = 8
const rows = 6
const side = 16
export const chartSize = { width: columns * side, height: rows * side } as const

const primaries: readonly Rgb[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [0, 255, 255],
  [255, 0, 255],
  [255, 255, 0],
  [255, 255, 255],
  [0, 0, 0],
]
const grays = Array.from({ length: 8 }, (_, i): Rgb => [16 + 30 * i, 16 + 30 * i, 16 + 30 * i])
const others = Array.from(
  { length: 32 },
  (_, i): Rgb => [85 * (i % 4), 85 * (Math.floor(i / 4) % 4), i < 16 ? 64 : 192],
)

/** No two lines of it look alike, so that every turn and flip shows. Left to right, top to bottom. */
export const chartColours: readonly Rgb[] = [...primaries, ...grays, ...others]

/** Which square a pixel of the upright chart is in. */
export function squareAt(x: number, y: number): number {
  return Math.floor(y / side) * columns + Math.floor(x / side)
}

/** The samples of a chart whose square `i` is filled with `samples(i)`. */
export function paintChart(samples: (square: number) => readonly number[]): number[] {
  const { width, height } = chartSize
  return Array.from({ length: width * height }, (_, i) =>
    samples(squareAt(i % width, Math.floor(i / width))),
  ).flat()
}

export const chartRgb: Buffer = Buffer.from(paintChart((square) => chartColours[square] ?? [0, 0, 0]))

/** The chart as a picture of sharp. */
export function chart(): Sharp {
  return sharp(chartRgb, { raw: { ...chartSize, channels: 3 } })
}

/**
 * The mean colour of the inner 8 × 8 px of each square of a picture laid out like the chart. Rejects if it has another
 * size, or what sharp rejects with.
 */
export async function squaresOf(bytes: Buffer): Promise<readonly Rgb[]> {
  const { data, width, height } = await rgbOf(bytes)
  if (width !== chartSize.width || height !== chartSize.height) {
    throw new RangeError(`Expected a picture of 128x96, got ${width}x${height}`)
  }
  return chartColours.map((_, square) => {
    const left = (square % columns) * side + 4
    const top = Math.floor(square / columns) * side + 4
    const pixels = Array.from({ length: 64 }, (_, i) =>
      rgbAt(data, ((top + (i >> 3)) * width + left + (i & 7)) * 3),
    )
    const mean = (channel: 0 | 1 | 2) =>
      Math.round(pixels.reduce((sum, pixel) => sum + pixel[channel], 0) / pixels.length)
    return [mean(0), mean(1), mean(2)]
  })
}

/** 8-bit RGB of a stored JPEG. */
export async function rgbOf(bytes: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
