import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits } from './picture-limits.js'
import { sniffFormat } from './sniff-format.js'
import { startChild } from './start-child.js'
import { gradient, malformedPictures } from './test-pictures.js'

const never = new AbortController().signal
let decoder: Decoder

beforeAll(async () => {
  decoder = await openDecoder({ limits: defaultPictureLimits, children: 2 })
})
afterAll(() => decoder.close())

const code = async (bytes: Buffer) => {
  const outcome = await decoder.decode(bytes, never)
  if (outcome.ok) return 'ok'
  expect(outcome.detail.length).toBeLessThanOrEqual(200)
  expect(outcome.detail).not.toMatch(/\p{Cc}/u)
  return outcome.code
}

describe('cut at each tenth', () => {
  const makers: [string, () => Sharp][] = [
    ['jpeg', () => gradient(200, 150).jpeg()],
    ['progressive jpeg', () => gradient(200, 150).jpeg({ progressive: true })],
    ['png', () => gradient(200, 150).png()],
    ['webp', () => gradient(200, 150).webp({ lossless: true })],
    ['gif', () => gradient(200, 150).gif()],
    ['avif', () => gradient(200, 150).avif({ effort: 0 })],
  ]
  test.each(makers)('%s: refused, typed', async (_, make) => {
    const bytes = await make().toBuffer()
    expect(await code(bytes)).toBe('ok')
    for (let tenth = 0; tenth < 10; tenth++) {
      const refused = await code(bytes.subarray(0, Math.floor((bytes.length * tenth) / 10)))
      expect(refused).toBe(tenth === 0 ? 'not_an_image' : 'decode_error')
    }
  })
})

describe('bombs', () => {
  const side = 6300
  const flat = (channels: 3 | 4) =>
    sharp({ create: { width: side, height: side, channels, background: { r: 9, g: 99, b: 9, alpha: 0.5 } } })

  test.each<[string, () => Sharp, string]>([
    ['avif', () => flat(3).avif({ effort: 0, chromaSubsampling: '4:2:0' }), 'ok'],
    ['avif with alpha', () => flat(4).avif({ effort: 0, chromaSubsampling: '4:2:0' }), 'ok'],
    ['progressive jpeg', () => flat(3).jpeg({ progressive: true }), 'ok'],
    ['interlaced 16-bit png', () => flat(4).toColourspace('rgb16').png({ progressive: true }), 'ok'],
    ['webp', () => flat(3).webp({ effort: 0 }), 'ok'],
    ['gif', () => flat(3).gif({ effort: 1 }), 'ok'],
  ])('39.7 MP %s: typed outcome, parent stays small', async (_, make, expected) => {
    const bytes = await make().toBuffer()
    const before = process.memoryUsage.rss()
    expect(await code(bytes)).toBe(expected)
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20)
    expect(decoder.stats()).toMatchObject({ crashes: 0 })
  })

  test('a header above the pixel limit', async () => {
    const png = await gradient(8, 8).png().toBuffer()
    png.writeUInt32BE(60_000, 16)
    png.writeUInt32BE(60_000, 20)
    // The CRC of the header is checked first unless it is right.
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
    expect(await code(png)).toBe('too_many_pixels')
  })

  test('what cannot fit is refused from its header, without a try', async () => {
    const tight = await openDecoder({
      limits: { ...defaultPictureLimits, memoryBytes: 2 ** 28 },
      children: 1,
    })
    const bytes = await flat(3).avif({ effort: 0, chromaSubsampling: '4:2:0' }).toBuffer()
    expect(await tight.decode(bytes, never)).toMatchObject({
      code: 'decode_memory',
      detail: expect.stringContaining('not tried'),
    })
    const ispe = bytes.indexOf('ispe')
    bytes.writeUInt32BE(64, ispe + 8)
    bytes.writeUInt32BE(64, ispe + 12)
    expect(await tight.decode(bytes, never)).toMatchObject({
      code: 'decode_error',
      detail: expect.stringContaining('limit'),
    })
    expect(await tight.decode(await gradient(50, 50).png().toBuffer(), never)).toMatchObject({ ok: true })
    expect(tight.stats()).toMatchObject({ decodes: 3, crashes: 0 })
    await tight.close()
  })
})

test('the memory limit of the child holds where the admission is blind', async () => {
  const bytes = await sharp({ create: { width: 6300, height: 6300, channels: 3, background: '#888' } })
    .png({ progressive: true })
    .toBuffer()
  const script = fileURLToPath(new URL('../../dist/picture/', import.meta.url))
  const limit = 160 * 2 ** 20
  const trusting = `
    import { decodePicture } from '${script}decode-picture.js'
    import { restrictSharp } from '${script}picture-loaders.js'
    restrictSharp()
    process.on('disconnect', () => process.exit())
    process.on('message', async (request) => {
      const limits = { ...request.limits, memoryBytes: 2 ** 45 }
      process.send({ kind: 'answer', ...(await decodePicture({ ...request, limits })) })
    })
    process.send({ kind: 'ready' })`
  const folder = mkdtempSync(join(tmpdir(), 'trusting-'))
  const childScript = join(folder, 'child.mjs')
  writeFileSync(childScript, trusting)
  const child = await startChild({ memoryBytes: limit, timeoutMs: 10_000, childScript })
  const answer = await child.ask({ kind: 'decode', bytes, format: 'png', limits: defaultPictureLimits })
  await child.kill()
  rmSync(folder, { recursive: true })
  expect(answer).toMatchObject({ kind: 'answer', exhausted: true, outcome: { code: 'decode_memory' } })
})

test.each<[string, () => Promise<Buffer>, string]>([
  ['1x1', () => gradient(1, 1).png().toBuffer(), 'ok'],
  ['1x65535', () => gradient(1, 65_535).png().toBuffer(), 'too_long'],
  ['65535x1 jpeg', () => gradient(65_500, 1).jpeg().toBuffer(), 'ok'],
  ['png magic, jpeg inside', async () => wrongMagic(await gradient(9, 9).jpeg().toBuffer()), 'decode_error'],
  ['html', async () => Buffer.from('<html><img src=x onerror=alert(1)>'), 'not_an_image'],
  ['svg', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'format_not_allowed'],
  ['gif magic alone', async () => Buffer.from('GIF89a'), 'decode_error'],
  [
    'escapes in the data',
    async () => Buffer.from('\x89PNG\r\n\x1a\n\x1b]52;c;x\x07'.repeat(9), 'latin1'),
    'decode_error',
  ],
])('%s', async (_, make, expected) => {
  expect(await code(await make())).toBe(expected)
})

const malformed = malformedPictures()
const broken = ['17000x17000.avif', 'truncated.gif', 'truncated.jpg']

describe.skipIf(malformed.missing !== undefined)(
  `shared/data/images-malformed${malformed.missing ? ` SKIPPED: ${malformed.missing}` : ''}`,
  () => {
    test.each(malformed.names)('%s: one outcome, stored exactly if allowed and whole', async (name) => {
      const bytes = readFileSync(`${malformed.folder}${name}`)
      const allowed = /\.(jpe?g|png|webp|gif|avif)$/.test(name)
      const sniffed = sniffFormat(bytes)
      expect('allowed' in sniffed).toBe(allowed)
      const got = await code(bytes)
      if (!('allowed' in sniffed)) expect(got).toBe(sniffed.code)
      else if (broken.includes(name))
        expect(got).toBe(name.includes('17000') ? 'too_many_pixels' : 'decode_error')
      else expect(got).toBe('ok')
    })
  },
)

function wrongMagic(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), bytes])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
