import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { stripJpeg } from './strip-jpeg.js'
import { gradient, pixelsOf, segment } from './test-pictures.js'

const metadata = Buffer.concat([
  segment(0xe1, 'Exif\0\0MM\0*\0\0\0\x08 GPS 52.5 N'),
  segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>'),
  segment(0xe0, 'JFXX\0\x10thumbnail'),
  segment(0xed, 'Photoshop 3.0\0'),
  segment(0xef, 'whatever'),
  segment(0xfe, 'a comment'),
])
const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 0x41), Buffer.from([0xff, 0xd9])])

/** The JPEG with metadata after SOI and before the last scan, and a zip after EOI. */
function decorate(jpeg: Buffer): Buffer {
  const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]))
  return Buffer.concat([
    ...[jpeg.subarray(0, 2), metadata, jpeg.subarray(2, scan), metadata, jpeg.subarray(scan)],
    ...[zip, jpeg],
  ])
}

const makers: [string, () => Promise<Buffer>][] = [
  ['baseline 4:2:0', () => gradient(97, 61).jpeg().toBuffer()],
  [
    'progressive 4:4:4',
    () => gradient(97, 61).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  ],
  ['trellis and scans', () => gradient(97, 61).jpeg({ mozjpeg: true, quality: 100 }).toBuffer()],
  ['gray', () => gradient(97, 61).toColourspace('b-w').jpeg().toBuffer()],
  ['with sRGB profile', () => gradient(97, 61).withIccProfile('srgb').jpeg().toBuffer()],
]

describe('a plain JPEG', () => {
  test.each(makers)('%s: same pixels, nothing else', async (_, make) => {
    const jpeg = await make()
    const stripped = stripJpeg(decorate(jpeg))
    if (stripped === undefined) throw new Error('Expected the JPEG to be kept, got a refusal')
    for (const word of [
      'Exif',
      'GPS',
      'xmpmeta',
      'JFXX',
      'Photoshop',
      'whatever',
      'comment',
      'PK\x03\x04',
      'ICC_',
    ]) {
      expect(stripped.includes(word), word).toBe(false)
    }
    expect(stripped.length).toBeLessThanOrEqual(jpeg.length)
    expect((await pixelsOf(stripped)).data.equals((await pixelsOf(jpeg)).data)).toBe(true)
    expect(stripJpeg(stripped)?.equals(stripped)).toBe(true)
  })

  test('loses the thumbnail of its JFIF header', async () => {
    const jpeg = await gradient(16, 16).jpeg().toBuffer()
    const header = (rest: string) => segment(0xe0, Buffer.from(`JFIF\0\x01\x01\0\0H\0H${rest}`, 'latin1'))
    const withHeader = (rest: string) => Buffer.concat([jpeg.subarray(0, 2), header(rest), jpeg.subarray(2)])
    const stripped = stripJpeg(withHeader('\x02\x02secret-------'))
    expect(stripped?.equals(withHeader('\0\0'))).toBe(true)
  })

  test('fill bytes before markers and restart markers are part of it', async () => {
    const jpeg = await gradient(64, 64).jpeg().toBuffer()
    const filled = Buffer.concat([jpeg.subarray(0, -2), Buffer.from([0xff, 0xff, 0xff, 0xd9])])
    expect(stripJpeg(filled)).toBeDefined()
  })
})

describe('must be re-encoded', () => {
  const adobe = (transform: number) =>
    segment(0xee, Buffer.concat([Buffer.from('Adobe\0\x64\0\0\0\0'), Buffer.from([transform])]))
  const insert = async (extra: Buffer) => {
    const jpeg = await gradient(16, 16).jpeg().toBuffer()
    return Buffer.concat([jpeg.subarray(0, 2), extra, jpeg.subarray(2)])
  }
  const cases: [string, () => Promise<Buffer>][] = [
    ['CMYK', () => gradient(16, 16).toColourspace('cmyk').jpeg().toBuffer()],
    ['Adobe RGB transform', () => insert(adobe(0))],
    ['Display P3', () => gradient(16, 16).withIccProfile('p3').jpeg().toBuffer()],
    ['half a profile', () => insert(segment(0xe2, 'ICC_PROFILE\0\x01\x02half'))],
    ['bytes between segments', () => insert(Buffer.from('junk'))],
    ['unknown marker', () => insert(segment(0xf7, 'x'))],
    ['no EOI', async () => (await gradient(16, 16).jpeg().toBuffer()).subarray(0, -2)],
    ['arithmetic coding', async () => patchFrame(await gradient(16, 16).jpeg().toBuffer(), 0, 0xc9)],
    ['12 bits', async () => patchFrame(await gradient(16, 16).jpeg().toBuffer(), 3, 12)],
  ]
  test.each(cases)('%s', async (_, make) => {
    expect(stripJpeg(await make())).toBeUndefined()
  })

  test('a cut anywhere, and never an exception', async () => {
    const jpeg = await sharp(await gradient(40, 40).jpeg({ progressive: true }).toBuffer())
      .jpeg()
      .toBuffer()
    for (let n = 0; n < jpeg.length; n++) expect(stripJpeg(jpeg.subarray(0, n))).toBeUndefined()
  })
})

function patchFrame(jpeg: Buffer, offset: number, value: number): Buffer {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  jpeg[frame + 1 + offset] = value
  return jpeg
}
