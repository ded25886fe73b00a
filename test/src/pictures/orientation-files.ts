import sharp from 'sharp'
import { chartColours, chartRgb, chartSize } from './colour-chart.js'
import type { ColourFile } from './colour-file.js'
import { exifOrientation, jpegExif, withSegments } from './jpeg-parts.js'
import { pngChunk, writePng } from './write-png.js'

const { width: wide, height: high } = chartSize
const right = wide - 1
const low = high - 1

/** Where a stored pixel belongs in the upright picture (EXIF 3.0, table 6, Orientation), for 1 to 8. */
const places: readonly ((x: number, y: number) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y) => [right - x, y],
  (x, y) => [right - x, low - y],
  (x, y) => [x, low - y],
  (x, y) => [y, x],
  (x, y) => [right - y, x],
  (x, y) => [right - y, low - x],
  (x, y) => [y, low - x],
]

/** Orientations 1 to 8 of the chart in JPEG (both byte orders), PNG and WebP; what is shown is always the chart. */
export const orientationFiles: readonly ColourFile[] = places.flatMap((_, i) => {
  const orientation = i + 1
  const order = i % 2 === 0 ? 'II' : 'MM'
  const shows = { expected: chartColours, what: `EXIF orientation ${orientation}` }
  return [
    { name: `orientation-${orientation}.jpg`, ...shows, make: () => turnedJpeg(orientation, order) },
    { name: `orientation-${orientation}.png`, ...shows, make: async () => turnedPng(orientation, order) },
    { name: `orientation-${orientation}.webp`, ...shows, make: () => turnedWebp(orientation) },
  ]
})

/** No such orientations: the picture stays as it is stored. */
export const oddOrientationFiles: readonly ColourFile[] = [0, 9, 65_535].map((orientation) => ({
  name: `orientation-${orientation}.jpg`,
  what: `EXIF orientation ${orientation}, which is none`,
  expected: chartColours,
  make: () => turnedJpeg(orientation, 'II'),
}))

interface Stored {
  readonly data: Buffer
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 }
}

function stored(orientation: number): Stored {
  const place = places[orientation - 1] ?? places[0]
  const [width, height] = orientation > 4 && orientation < 9 ? [high, wide] : [wide, high]
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [ux, uy] = place?.(x, y) ?? [x, y]
      const from = (uy * wide + ux) * 3
      chartRgb.copy(data, (y * width + x) * 3, from, from + 3)
    }
  }
  return { data, raw: { width, height, channels: 3 } }
}

async function turnedJpeg(orientation: number, order: 'II' | 'MM'): Promise<Buffer> {
  const { data, raw } = stored(orientation)
  const jpeg = await sharp(data, { raw }).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer()
  return withSegments(jpeg, jpegExif(exifOrientation(orientation, order)))
}

function turnedPng(orientation: number, order: 'II' | 'MM'): Buffer {
  const { data, raw } = stored(orientation)
  const exif = pngChunk('eXIf', exifOrientation(orientation, order))
  return writePng({ ...raw, kind: 'rgb', bits: 8 }, data, [exif])
}

function turnedWebp(orientation: number): Promise<Buffer> {
  const { data, raw } = stored(orientation)
  return sharp(data, { raw }).withMetadata({ orientation }).webp({ lossless: true }).toBuffer()
}
