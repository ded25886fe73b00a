import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits } from './picture-limits.js'
import type { StoredPicture } from './picture-outcome.js'
import { gradient, segment } from './test-pictures.js'

const never = new AbortController().signal
let decoder: Decoder

beforeAll(async () => {
  decoder = await openDecoder({ limits: defaultPictureLimits, children: 2 })
})
afterAll(() => decoder.close())

async function stored(bytes: Buffer): Promise<StoredPicture> {
  const outcome = await decoder.decode(bytes, never)
  if (!outcome.ok) throw new Error(`Expected a stored picture, got ${outcome.code}: ${outcome.detail}`)
  return outcome
}

/** The formula of picture-measures.test.ts, which tells how its golden values are made in Python. */
function formula(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let k = 1; k <= 3; k++) data[at++] = (x * x * k + 3 * x * y + 7 * y * y) % 253
    }
  }
  return data
}

/** dhash, mean and stddev of imagehash 4.3.2 and Pillow 12.1.1. */
test.each([
  [200, 150, '93964a9345d93631', 126.0363, 49.48246270794667],
  [33, 257, 'ad92c58a998b4dcd', 125.80462209645088, 52.94390075935375],
  [500, 31, 'ee2bd53133662921', 127.24529032258064, 49.89199651776441],
])(
  'a PNG of %i x %i: the measures of its pixels, not of what the encoder made of them',
  async (width, height, dhash, mean, deviation) => {
    const raw = { width, height, channels: 3 } as const
    const outcome = await stored(await sharp(formula(width, height), { raw }).png().toBuffer())
    expect(outcome).toMatchObject({ width, height, reencoded: true, dhash, dataMining: null })
    expect(outcome.brightness).toBeCloseTo(mean, 11)
    expect(outcome.contrast).toBeCloseTo(deviation, 11)
  },
)

test('a kept JPEG: the measures of its own pixels, and its scan bit for bit', async () => {
  const jpeg = await gradient(90, 70).jpeg({ quality: 60 }).toBuffer()
  const outcome = await stored(Buffer.concat([jpeg.subarray(0, 2), xmpSegment('<x/>'), jpeg.subarray(2)]))
  expect(outcome.reencoded).toBe(false)
  const scan = (bytes: Buffer) => bytes.subarray(bytes.indexOf(Buffer.from([0xff, 0xda])))
  expect(scan(outcome.jpeg).length).toBeGreaterThan(200)
  expect(scan(outcome.jpeg).equals(scan(jpeg))).toBe(true)
  const asPng = await stored(await sharp(jpeg).png().toBuffer())
  expect(asPng).toMatchObject({
    phash: outcome.phash,
    dhash: outcome.dhash,
    brightness: outcome.brightness,
    contrast: outcome.contrast,
  })
})

function xmpSegment(packet: string): Buffer {
  return segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${packet}`)
}

describe('XMP', () => {
  const packet = (value: string) =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"><plus:DataMining>http://ns.useplus.org/ldf/vocab/${value}</plus:DataMining></rdf:Description></rdf:RDF></x:xmpmeta>`
  const value = 'DMI-PROHIBITED-AIMLTRAINING'

  test('in a segment of a JPEG that is kept', async () => {
    const jpeg = await gradient(60, 40).jpeg().toBuffer()
    const bytes = Buffer.concat([jpeg.subarray(0, 2), xmpSegment(packet(value)), jpeg.subarray(2)])
    const outcome = await stored(bytes)
    expect(outcome).toMatchObject({ reencoded: false, dataMining: value })
    expect(outcome.jpeg.includes('useplus')).toBe(false)
  })

  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('as sharp writes it into a %s', async (format) => {
    const bytes = await gradient(60, 40).withXmp(packet(value))[format]().toBuffer()
    expect(await stored(bytes)).toMatchObject({ format, dataMining: value })
  })

  test('in the extension of a GIF', async () => {
    const gif = await gradient(60, 40).gif().toBuffer()
    const trailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0])
    const extension = [Buffer.from(`\x21\xff\x0bXMP DataXMP${packet(value)}`, 'latin1'), trailer]
    const bytes = Buffer.concat([gif.subarray(0, -1), ...extension, gif.subarray(-1)])
    expect(await stored(bytes)).toMatchObject({ format: 'gif', dataMining: value })
  })

  test('that says nothing of it', async () => {
    const bytes = await gradient(60, 40).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').png().toBuffer()
    expect((await sharp(bytes).metadata()).xmp?.length).toBeGreaterThan(0)
    expect(await stored(bytes)).toMatchObject({ dataMining: null })
  })

  test('that is no XML', async () => {
    const jpeg = await gradient(60, 40).jpeg().toBuffer()
    const broken = `<plus:DataMining>${'<a '.repeat(9000)}`
    const bytes = Buffer.concat([jpeg.subarray(0, 2), xmpSegment(broken), jpeg.subarray(2)])
    expect(await stored(bytes)).toMatchObject({ dataMining: null })
  })
})
