import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { preprocessPixels, scaledSize, toTensor } from './preprocess.js'

const folder = fileURLToPath(new URL('../../../../../shared/data/clip/', import.meta.url))
const pictures = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jpg')) : []
const mean: [number, number, number] = [0.48145466, 0.4578275, 0.40821073]
const std: [number, number, number] = [0.26862954, 0.26130258, 0.27577711]
const clip = { size: 224, resize: 'shortest', resample: 'bicubic' } as const

/** Tensors of OpenAI's preprocessing in Python, float32 little endian. */
describe.skipIf(pictures.length === 0)(`references in ${folder} (skipped if it is absent)`, () => {
  test.each(pictures)('%s', async (name) => {
    const bytes = readFileSync(folder + name)
    const { data, info } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true })
    const tensor = new Float32Array(3 * 224 * 224)
    toTensor([preprocessPixels(data, info.width, info.height, clip)], mean, std, tensor)
    const reference = readFileSync(`${folder}${name.slice(0, -4)}.chw.f32`)
    expect(reference.length).toBe(tensor.byteLength)
    let worst = 0
    for (let i = 0; i < tensor.length; i++) {
      worst = Math.max(worst, Math.abs((tensor[i] ?? 0) - reference.readFloatLE(i * 4)))
    }
    expect(worst).toBe(0)
  })
})

describe('sizes', () => {
  test.each([
    [640, 480, 298, 224],
    [480, 640, 224, 298],
    [123, 456, 224, 830],
    [224, 224, 224, 224],
    [1, 5000, 224, 1_120_000],
  ])('shortest: %dx%d becomes %dx%d', (w, h, width, height) => {
    expect(scaledSize(w, h, clip)).toEqual({ width, height })
  })

  test('the centre is rounded half to even, as round() of Python does', () => {
    const columns = (width: number) => {
      const data = Uint8Array.from({ length: width * 8 * 3 }, (_, i) => Math.floor(i / 3) % width)
      const cut = preprocessPixels(data, width, 8, { size: 8, resize: 'shortest', resample: 'bilinear' })
      return cut[0]
    }
    expect([8, 9, 10, 11, 12, 13].map(columns)).toEqual([0, 0, 1, 2, 2, 2])
  })

  test('a line of one pixel costs only what the crop needs', () => {
    const data = new Uint8Array(5000 * 3).fill(77)
    for (const resize of ['shortest', 'squash'] as const) {
      const cut = preprocessPixels(data, 1, 5000, { ...clip, resize })
      expect(cut.length).toBe(224 * 224 * 3)
      expect(cut.every((byte) => byte === 77)).toBe(true)
    }
  })
})

describe('tensor', () => {
  test('planes of each picture in turn', () => {
    const out = new Float32Array(12)
    toTensor(
      [Uint8Array.of(0, 51, 255, 0, 51, 255), Uint8Array.of(255, 0, 0, 0, 0, 0)],
      [0, 0, 0.5],
      [1, 1, 0.5],
      out,
    )
    expect([...out].map((x) => Math.round(x * 100) / 100)).toEqual([0, 0, 0.2, 0.2, 1, 1, 1, 0, 0, 0, -1, -1])
  })

  test('pictures of two sizes, or a short tensor, are refused', () => {
    const pair = [new Uint8Array(3), new Uint8Array(6)]
    expect(() => toTensor(pair, mean, std, new Float32Array(99))).toThrow('got 3, 6')
    expect(() => toTensor([new Uint8Array(6)], mean, std, new Float32Array(5))).toThrow(RangeError)
  })
})
