import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chart, rgbOf } from './colour-chart.js'
import { jpegSegment, withSegments } from './jpeg-parts.js'
import { pictureDifference } from './srgb-lab.js'
import { pngChunk, writePng } from './write-png.js'

const script = '<script>alert(1)</script>'
const html = Buffer.from(`<!doctype html><html><body>${script}</body></html>`)
/** The end of central directory of an empty archive, by which readers find one. */
const zip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])

const jpeg = () => chart().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()
const png = async (...chunks: readonly Buffer[]) =>
  writePng({ width: 128, height: 96, kind: 'rgb', bits: 8 }, await chart().raw().toBuffer(), chunks)

/** 10,799 px wide: that is `/*`. The comment ends after the picture. */
async function gifOfScript(): Promise<Buffer> {
  const width = Buffer.from('/*').readUInt16LE()
  const gif = await sharp({ create: { width, height: 4, channels: 3, background: '#204060' } })
    .gif()
    .toBuffer()
  expect(gif.toString('latin1', 0, 8)).toBe('GIF89a/*')
  return Buffer.concat([gif, Buffer.from('*/=1;alert(1)//')])
}

let decoder: Awaited<ReturnType<typeof openDecoder>>
beforeAll(async () => {
  decoder = await openDecoder({ limits: defaultPictureLimits, children: 1 })
})
afterAll(() => decoder.close())
const decode = (bytes: Buffer) => decoder.decode(bytes, new AbortController().signal)

const polyglots: readonly (readonly [string, () => Promise<Buffer>, readonly string[]])[] = [
  ['jpeg, then html', async () => Buffer.concat([await jpeg(), html]), ['html', 'script']],
  ['jpeg, html in a comment', async () => withSegments(await jpeg(), jpegSegment(0xfe, html)), ['script']],
  ['jpeg, html in APP0', async () => withSegments(await jpeg(), jpegSegment(0xe0, html)), ['script']],
  ['jpeg, html in APP14', async () => withSegments(await jpeg(), jpegSegment(0xee, html)), ['script']],
  ['jpeg, then a zip', async () => Buffer.concat([await jpeg(), zip]), ['PK\x05\x06']],
  ['jpeg, then a jpeg', async () => Buffer.concat([await jpeg(), await jpeg()]), []],
  ['png, then a zip', async () => Buffer.concat([await png(), zip]), ['PK\x05\x06']],
  ['png, html in a text', () => png(pngChunk('tEXt', Buffer.from(`Comment\0${html}`))), ['script']],
  ['png, html in a chunk of nobody', () => png(pngChunk('htMl', html)), ['script']],
  [
    'webp, then html',
    async () => Buffer.concat([await chart().webp({ lossless: true }).toBuffer(), html]),
    ['script'],
  ],
]

test.each(polyglots)('%s: the picture alone is stored', async (_, make, payload) => {
  const outcome = await decode(await make())
  if (!outcome.ok) throw new Error(`Expected a picture, got ${outcome.code}: ${outcome.detail}`)
  for (const word of payload) expect(outcome.jpeg.includes(Buffer.from(word, 'latin1')), word).toBe(false)
  // One picture, from its first to its last marker.
  expect(outcome.jpeg.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  expect(outcome.jpeg.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]))).toBe(0)
  const { mean } = pictureDifference((await rgbOf(outcome.jpeg)).data, await chart().raw().toBuffer())
  expect(mean).toBeLessThan(1.5)
})

test('gif that is a script: the picture alone is stored', async () => {
  const outcome = await decode(await gifOfScript())
  expect(outcome).toMatchObject({ ok: true, format: 'gif', originalWidth: 10_799, originalHeight: 4 })
  expect(outcome.ok && outcome.jpeg.includes('alert')).toBe(false)
})

test.each([
  ['html, then a jpeg', async () => Buffer.concat([html, await jpeg()])],
  ['a zip, then a png', async () => Buffer.concat([Buffer.from('PK\x03\x04'), zip, await png()])],
  ['blanks, then a jpeg', async () => Buffer.concat([Buffer.from('  \n'), await jpeg()])],
])('%s: no picture', async (_, make) => {
  expect(await decode(await make())).toMatchObject({ ok: false, code: 'not_an_image' })
})
