import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type PreprocessSpec, preprocessPixels } from '../clip/pixels/preprocess.js'
import { openPixelReader, type PixelReader } from './open-pixel-reader.js'
import { defaultPictureLimits, type PictureLimits } from './picture-limits.js'
import { gradient, pixelsOf } from './test-pictures.js'

const never = new AbortController().signal
const clip: PreprocessSpec = { size: 64, resize: 'shortest', resample: 'bicubic' }
const siglip: PreprocessSpec = { size: 48, resize: 'squash', resample: 'bilinear' }
const folder = mkdtempSync(join(tmpdir(), 'pixels-'))
let reader: PixelReader
let attempt = 0
const open: PixelReader[] = []

beforeAll(async () => {
  reader = await openPixelReader({ limits: defaultPictureLimits, children: 2 })
})
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
afterAll(async () => {
  await reader.close()
  rmSync(folder, { recursive: true })
})

describe('one decode for all models', () => {
  test('the pixels of each are those of the picture', async () => {
    const jpeg = await gradient(300, 200).jpeg().toBuffer()
    const { data, width, height } = await pixelsOf(jpeg)
    const result = await reader.read(jpeg, [clip, siglip], never)
    const expected = [clip, siglip].map((spec) => preprocessPixels(data, width, height, spec))
    expect(result.ok && result.pixels.map((each) => [...each])).toEqual(expected.map((each) => [...each]))
  })

  const first = async (jpeg: Buffer) => {
    const result = await reader.read(jpeg, [siglip], never)
    return result.ok ? [...(result.pixels[0] ?? [])] : []
  }

  test('gray becomes RGB', async () => {
    const pixels = await first(await gradient(90, 70).grayscale().jpeg().toBuffer())
    expect(pixels.length).toBe(48 * 48 * 3)
    for (let at = 0; at < pixels.length; at += 3) expect(pixels[at]).toBe(pixels[at + 2])
  })

  test('a profile is not applied', async () => {
    const red = sharp({ create: { width: 40, height: 80, channels: 3, background: '#f00' } })
    const [r, g] = await first(await red.withIccProfile('p3').jpeg().toBuffer())
    // #f00 of sRGB is about (234, 51, 35) in Display P3.
    expect(r).toBeLessThan(240)
    expect(g).toBeGreaterThan(30)
  })

  test('nothing is turned', async () => {
    const jpeg = await gradient(48, 48).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await first(jpeg)).toEqual([...(await pixelsOf(jpeg)).data])
  })

  test('no models, no pixels', async () => {
    const jpeg = await gradient(30, 20).jpeg().toBuffer()
    expect(await reader.read(jpeg, [], never)).toEqual({ ok: true, pixels: [] })
  })
})

describe('stored pictures stay hostile', () => {
  test('truncated, of another format, not one at all, too large', async () => {
    const jpeg = await gradient(300, 200).jpeg().toBuffer()
    const png = await gradient(30, 20).png().toBuffer()
    const tight = await openPixelReader({
      limits: { ...defaultPictureLimits, maxInputPixels: 100 },
      children: 1,
    })
    open.push(tight)
    const codes = await Promise.all([
      reader.read(jpeg.subarray(0, 900), [clip], never),
      reader.read(png, [clip], never),
      reader.read(Buffer.from('hello'), [clip], never),
      tight.read(jpeg, [clip], never),
    ])
    expect(codes.map((each) => !each.ok && each.code)).toEqual([
      'decode_error',
      'decode_error',
      'decode_error',
      'too_many_pixels',
    ])
    expect(codes[1]).toMatchObject({ detail: 'expected a stored JPEG, the bytes look like: png' })
  })

  const play = async (answer: string, limits: Partial<PictureLimits> = {}) => {
    const childScript = join(folder, `child-${attempt++}.mjs`)
    writeFileSync(
      childScript,
      `process.on('disconnect', () => process.exit())
       process.on('message', (request) => { ${answer} })
       process.send({ kind: 'ready' })`,
    )
    const limited = { ...defaultPictureLimits, ...limits }
    const played = await openPixelReader({ limits: limited, children: 1, childScript })
    open.push(played)
    return played.read(await gradient(30, 20).jpeg().toBuffer(), [clip, clip], never)
  }
  const send = (outcome: string) => `process.send({ kind: 'answer', exhausted: false, outcome: ${outcome} })`

  test.each([
    ['one picture for two', send('{ ok: true, pixels: [new Uint8Array(64 * 64 * 3)] }')],
    ['pictures of a wrong size', send('{ ok: true, pixels: [1, 2].map((n) => new Uint8Array(n)) }')],
    ['text for pixels', send(`{ ok: true, pixels: ['a', 'b'] }`)],
    ['an answer to the other task', send(`{ ok: true, jpeg: Buffer.from('x') }`)],
    ['death', 'process.abort()'],
  ])('a child that answers with %s is not believed', async (_, answer) => {
    expect(await play(answer)).toMatchObject({ ok: false, code: 'decode_crash' })
  })

  test('one that hangs is stopped', async () => {
    expect(await play('for (;;);', { timeoutMs: 200 })).toMatchObject({ ok: false, code: 'decode_timeout' })
  })
})

test('abort and close reject', async () => {
  const jpeg = await gradient(30, 20).jpeg().toBuffer()
  await expect(reader.read(jpeg, [clip], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  const closed = await openPixelReader({ limits: defaultPictureLimits, children: 1 })
  await closed.close()
  await expect(closed.read(jpeg, [clip], never)).rejects.toThrow('closed')
})
