import sharp from 'sharp'
import { chart, chartColours, chartSize, paintChart } from './colour-chart.js'
import type { ColourFile } from './colour-file.js'
import { frozenSquares } from './colour-goldens.js'
import { jpegProfile, withoutSegments, withSegments } from './jpeg-parts.js'
import type { Rgb } from './srgb-lab.js'
import { adobeRgb, grayProfile, matrixProfile, turnedRgb } from './write-icc.js'
import { type PngLayout, pngProfile, writePng } from './write-png.js'

const best = { quality: 98, chromaSubsampling: '4:4:4' }
const bestAvif = { ...best, effort: 0 }
const adobeMarker = 0xee
const last = chartColours.length - 1

const jpeg = () => chart().jpeg(best).toBuffer()
const grayJpeg = () => chart().toColourspace('b-w').jpeg(best).toBuffer()
const cmyk = (profile?: string) => {
  const picture = chart().toColourspace('cmyk')
  return (profile === undefined ? picture : picture.withIccProfile(profile)).jpeg(best).toBuffer()
}
const inP3 = () => chart().withIccProfile('p3')
const tag = async (bytes: Promise<Buffer>, profile: Buffer) => withSegments(await bytes, jpegProfile(profile))

const colour = (i: number) => chartColours[i] ?? [0, 0, 0]
const deepColour = (i: number) => colour(i).map((level) => level * 257)
const gray = (i: number) => Math.round((i * 255) / last)
const alpha = (i: number) => [255, 0, 128, 64, 200][i % 5] ?? 0
const handedRound = chartColours.map(([red, green, blue]): Rgb => [blue, red, green])
const gamma = grayProfile(1.8)
const adobe = matrixProfile(adobeRgb)
const turned = matrixProfile(turnedRgb)

/** JPEGs as cameras and browsers write them, with and without profiles. */
const jpegs: readonly ColourFile[] = [
  shows('plain.jpg', 'sRGB, no profile', jpeg, chartColours),
  shows('progressive.jpg', 'progressive', () =>
    chart()
      .jpeg({ ...best, progressive: true })
      .toBuffer(),
  ),
  shows('420.jpg', 'chroma halved', () => chart().jpeg({ quality: 98 }).toBuffer()),
  frozen('gray.jpg', 'one component', grayJpeg),
  frozen('gray-gamma-1.8.jpg', 'gray of gamma 1.8', () => tag(grayJpeg(), gamma)),
  frozen('p3.jpg', 'Display P3', async () => tag(jpeg(), await libraryProfile('p3'))),
  frozen('adobe-rgb.jpg', 'Adobe RGB (1998)', () => tag(jpeg(), adobe)),
  shows('turned.jpg', 'profile that hands the primaries round', () => tag(jpeg(), turned), handedRound),
  shows('broken-profile.jpg', 'profile cut in half', () => tag(jpeg(), adobe.subarray(0, 200))),
  shows('foreign-profile.jpg', 'RGB with a gray profile', () => tag(jpeg(), gamma)),
  frozen('cmyk-profile.jpg', 'CMYK with profile, Adobe inverted', () => cmyk('cmyk')),
  frozen('cmyk-unmarked.jpg', 'the same without Adobe marker', async () =>
    withoutSegments(await cmyk('cmyk'), adobeMarker),
  ),
  frozen('cmyk-given.jpg', 'CMYK samples of the next file, profile of libvips', async () =>
    tag(cmyk(), await libraryProfile('cmyk')),
  ),
  { ...frozen('cmyk-given.jpg', 'CMYK without profile, Adobe inverted', cmyk), name: 'cmyk.jpg' },
]

const others: readonly ColourFile[] = [
  frozen('p3.png', 'Display P3', async () => png('rgb', 8, colour, await libraryProfile('p3'))),
  frozen('p3-16.png', 'Display P3, 16 bits', async () =>
    png('rgb', 16, deepColour, await libraryProfile('p3')),
  ),
  frozen('adobe-rgb.png', 'Adobe RGB (1998)', async () => png('rgb', 8, colour, adobe)),
  frozen('adobe-rgb-16.png', 'Adobe RGB (1998), 16 bits', async () => png('rgb', 16, deepColour, adobe)),
  frozen('adobe-rgba.png', 'Adobe RGB (1998) with alpha', async () =>
    png('rgba', 8, (i) => [...colour(i), alpha(i)], adobe),
  ),
  shows('turned.png', 'primaries handed round', async () => png('rgb', 8, colour, turned), handedRound),
  shows('turned-16.png', 'the same, 16 bits', async () => png('rgb', 16, deepColour, turned), handedRound),
  frozen('gray-gamma-1.8.png', 'gray of gamma 1.8', async () => png('gray', 8, (i) => [gray(i)], gamma)),
  frozen('gray-alpha-gamma-1.8.png', 'gray of gamma 1.8 with alpha', async () =>
    png('grayAlpha', 8, (i) => [gray(i), alpha(i)], gamma),
  ),
  frozen('gray16-gamma-1.8.png', 'gray of gamma 1.8, 16 bits', async () =>
    png('gray', 16, (i) => [257 * gray(i)], gamma),
  ),
  shows('p3.webp', 'sRGB colours in Display P3', () => inP3().webp({ lossless: true }).toBuffer()),
  shows('p3.avif', 'sRGB colours in Display P3', () => inP3().avif(bestAvif).toBuffer()),
  shows('10-bit.avif', 'ten bits', () =>
    chart()
      .avif({ ...bestAvif, bitdepth: 10 })
      .toBuffer(),
  ),
  shows('p3-10-bit.avif', 'ten bits, Display P3', () =>
    inP3()
      .avif({ ...bestAvif, bitdepth: 10 })
      .toBuffer(),
  ),
]

export const profileFiles: readonly ColourFile[] = [...jpegs, ...others]

/** The profile of this name that libvips brings along. */
async function libraryProfile(name: 'p3' | 'cmyk'): Promise<Buffer> {
  const tagged = name === 'p3' ? inP3().png().toBuffer() : cmyk('cmyk')
  const { icc } = await sharp(await tagged).metadata()
  if (icc === undefined) throw new Error(`Expected a profile ${name} in libvips, got none`)
  return icc
}

function png(
  kind: PngLayout['kind'],
  bits: PngLayout['bits'],
  samples: (square: number) => readonly number[],
  profile: Buffer,
): Buffer {
  return writePng({ ...chartSize, kind, bits }, paintChart(samples), [pngProfile(profile)])
}

function shows(
  name: string,
  what: string,
  make: () => Promise<Buffer>,
  expected: readonly Rgb[] = chartColours,
): ColourFile {
  return { name, what, make, expected }
}

function frozen(name: string, what: string, make: () => Promise<Buffer>): ColourFile {
  return { name, what, make, expected: frozenSquares(name) }
}
