import sharp, { type Sharp } from 'sharp'
import { chartColours, chartRgb, chartSize, paintChart } from './colour-chart.js'
import type { ColourFile } from './colour-file.js'
import type { Rgb } from './srgb-lab.js'
import { type PngLayout, pngChunk, writePng } from './write-png.js'

const last = chartColours.length - 1
const alphaOf = (square: number) => [255, 0, 128, 64, 200][square % 5] ?? 0
const colourOf = (square: number): Rgb => chartColours[square] ?? [0, 0, 0]
const grayOf = (square: number) => Math.round((square * 255) / last)
/** All of 16 bits, with low bytes that differ from the high ones. */
const deepOf = (square: number) => Math.round((square * 65_535) / last)
const deepRgb = (square: number) => [deepOf(square), deepOf(last - square), 0x8001]

/** Sample depths, alpha, palettes and frames. What is not opaque lies on white (Porter and Duff, "over"). */
export const samplesFiles: readonly ColourFile[] = [
  png('rgb16.png', '16 bits', 'rgb', 16, deepRgb, (i) => toRgb(deepRgb(i).map((v) => v / 257))),
  png(
    'gray16.png',
    '16-bit gray',
    'gray',
    16,
    (i) => [deepOf(i)],
    (i) => gray(deepOf(i) / 257),
  ),
  png(
    'gray8.png',
    '8-bit gray',
    'gray',
    8,
    (i) => [grayOf(i)],
    (i) => gray(grayOf(i)),
  ),
  png(
    'gray4.png',
    '4-bit gray',
    'gray',
    4,
    (i) => [i % 16],
    (i) => gray((i % 16) * 17),
  ),
  png(
    'gray2.png',
    '2-bit gray',
    'gray',
    2,
    (i) => [i % 4],
    (i) => gray((i % 4) * 85),
  ),
  png(
    'gray1.png',
    '1-bit gray',
    'gray',
    1,
    (i) => [(i % 3) & 1],
    (i) => gray(((i % 3) & 1) * 255),
  ),
  png(
    'gray-alpha.png',
    'gray + alpha',
    'grayAlpha',
    8,
    (i) => [grayOf(i), alphaOf(i)],
    (i) => onWhite(gray(grayOf(i)), alphaOf(i)),
  ),
  png(
    'gray-alpha16.png',
    '16-bit gray + alpha',
    'grayAlpha',
    16,
    (i) => [deepOf(i), 257 * alphaOf(i)],
    (i) => onWhite(gray(deepOf(i) / 257), alphaOf(i)),
  ),
  png(
    'rgba.png',
    'RGBA',
    'rgba',
    8,
    (i) => [...colourOf(i), alphaOf(i)],
    (i) => onWhite(colourOf(i), alphaOf(i)),
  ),
  png(
    'rgba16.png',
    '16-bit RGBA',
    'rgba',
    16,
    (i) => [...deepRgb(i), 257 * alphaOf(i)],
    (i) => onWhite(toRgb(deepRgb(i).map((v) => v / 257)), alphaOf(i)),
  ),
  png('palette.png', 'palette', 'palette', 8, (i) => [i], colourOf, [palette()]),
  png(
    'palette-trns.png',
    'palette with tRNS',
    'palette',
    8,
    (i) => [i],
    (i) => onWhite(colourOf(i), alphaOf(i)),
    [palette(), pngChunk('tRNS', Buffer.from(chartColours.map((_, i) => alphaOf(i))))],
  ),
  png(
    'palette1.png',
    '1-bit palette',
    'palette',
    1,
    (i) => [(i % 3) & 1],
    (i) => colourOf((i % 3) & 1),
    [palette(2)],
  ),
  png(
    'gray-trns.png',
    'gray, one level transparent',
    'gray',
    8,
    (i) => [grayOf(i)],
    (i) => (i === 9 ? gray(255) : gray(grayOf(i))),
    [pngChunk('tRNS', Buffer.from([0, grayOf(9)]))],
  ),
  png(
    'rgb-trns.png',
    'RGB, black transparent',
    'rgb',
    8,
    colourOf,
    (i) => (colourOf(i).every((v) => v === 0) ? gray(255) : colourOf(i)),
    [pngChunk('tRNS', Buffer.alloc(6))],
  ),
  {
    name: 'animated.gif',
    what: 'three frames, the first one shown',
    make: () => animated('gif'),
    expected: chartColours,
  },
  {
    name: 'animated.webp',
    what: 'three frames, the first one shown',
    make: () => animated('webp'),
    expected: chartColours,
  },
  {
    name: 'transparent.gif',
    what: 'some squares transparent',
    make: clearGif,
    expected: chartColours.map((_, i) => onWhite(colourOf(i), i % 5 === 1 ? 0 : 255)),
  },
  {
    name: 'alpha.webp',
    what: 'lossless with alpha',
    make: () => fromRgba().webp({ lossless: true, exact: true }).toBuffer(),
    expected: chartColours.map((_, i) => onWhite(colourOf(i), alphaOf(i))),
  },
  {
    name: 'alpha.avif',
    what: 'AVIF with alpha',
    make: () => fromRgba().avif({ quality: 98, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer(),
    expected: chartColours.map((_, i) => onWhite(colourOf(i), alphaOf(i))),
  },
]

function png(
  name: string,
  what: string,
  kind: PngLayout['kind'],
  bits: PngLayout['bits'],
  samples: (square: number) => readonly number[],
  shows: (square: number) => Rgb,
  chunks: readonly Buffer[] = [],
): ColourFile {
  const make = async () => writePng({ ...chartSize, kind, bits }, paintChart(samples), chunks)
  return { name, what, make, expected: chartColours.map((_, square) => shows(square)) }
}

function palette(count = chartColours.length): Buffer {
  return pngChunk('PLTE', Buffer.from(chartColours.slice(0, count).flat()))
}

function gray(level: number): Rgb {
  return toRgb([level, level, level])
}

function onWhite(rgb: Rgb, alpha: number): Rgb {
  return toRgb(rgb.map((level) => 255 + ((level - 255) * alpha) / 255))
}

function toRgb(levels: readonly number[]): Rgb {
  const [red = 0, green = 0, blue = 0] = levels.map((level) => Math.round(level))
  return [red, green, blue]
}

/** The chart, then white, then gray. */
function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const { width, height } = chartSize
  const frames = Buffer.concat([
    chartRgb,
    Buffer.alloc(chartRgb.length, 255),
    Buffer.alloc(chartRgb.length, 90),
  ])
  const raw = { width, height: 3 * height, channels: 3, pageHeight: height } as const
  const picture = sharp(frames, { raw })
  return (format === 'gif' ? picture.gif({ dither: 0 }) : picture.webp({ lossless: true })).toBuffer()
}

function fromRgba(alpha = alphaOf): Sharp {
  const data = Buffer.from(paintChart((i) => [...colourOf(i), alpha(i)]))
  return sharp(data, { raw: { ...chartSize, channels: 4 } })
}

function clearGif(): Promise<Buffer> {
  return fromRgba((i) => (i % 5 === 1 ? 0 : 255))
    .gif({ dither: 0 })
    .toBuffer()
}
