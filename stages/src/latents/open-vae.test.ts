import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { loadVae } from './load-vae.js'
import { type OpenVae, openVae } from './open-vae.js'
import { meanGraph, nanGraph, type TestVae, writeVae } from './test-vae.js'

const root = mkdtempSync(join(tmpdir(), 'open-vae-'))
const open: OpenVae[] = []
let count = 0
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
afterAll(() => rmSync(root, { recursive: true }))

async function openTest(vae: TestVae = {}, batchSize = 3, decoder = true): Promise<OpenVae> {
  const loaded = await loadVae(writeVae(join(root, `vae-${count++}`), vae))
  const opened = await openVae({ vae: loaded, provider: 'cpu', batchSize, threads: 1, decoder })
  open.push(opened)
  return opened
}

/** A level for each square of 8 pixels and each channel, so that nothing is lost on the way. */
const level = (seed: number, x: number, y: number, channel: number) =>
  (seed * 31 + x * 7 + y * 53 + channel * 91) % 256
const squares = (seed: number, width: number, height: number) =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3)
    return level(seed, Math.floor((pixel % width) / 8), Math.floor(pixel / width / 8), i % 3)
  })

test.each([1, 2, 64])('means as [channels, height, width], in order, at batches of %d', async (batchSize) => {
  const { encode, decode } = await openTest({}, batchSize)
  const pictures = [1, 2, 3, 4, 5].map((seed) => squares(seed, 48, 16))
  const latents = await encode(pictures, 48, 16)
  expect(latents).toHaveLength(5)
  latents.forEach((latent, i) => {
    expect(latent).toMatchObject({ channels: 3, height: 2, width: 6 })
    const expected = Array.from({ length: 36 }, (_, at) => {
      const byte = level(i + 1, at % 6, Math.floor(at / 6) % 2, Math.floor(at / 12))
      return byte / 127.5 - 1
    })
    expect(Math.max(...expected.map((x, at) => Math.abs(x - (latent?.data[at] ?? Number.NaN))))).toBeLessThan(
      1e-6,
    )
  })
  expect(await decode(latents.flatMap((latent) => latent ?? []))).toEqual(pictures)
})

test('several sizes at once, each its own', async () => {
  const { encode, computeMs, isSpent, environment } = await openTest()
  const sizes = [
    [16, 16],
    [64, 32],
    [16, 48],
  ] as const
  const all = await Promise.all(sizes.map(([w, h]) => encode([squares(1, w, h), squares(2, w, h)], w, h)))
  expect(all.map((latents) => latents.map((latent) => latent && [latent.width, latent.height]))).toEqual(
    sizes.map(([w, h]) => [
      [w / 8, h / 8],
      [w / 8, h / 8],
    ]),
  )
  expect(await encode([], 16, 16)).toEqual([])
  expect(computeMs()).toBeGreaterThan(0)
  expect(isSpent()).toBe(false)
  expect(environment).toEqual({ provider: 'cpu', runtime: expect.stringMatching(/^onnxruntime \d/) })
})

test('a file that insists on two rows gives the same', async () => {
  const encoder = {
    ...meanGraph,
    inputs: meanGraph.inputs.map((each) => ({ ...each, shape: [2, ...each.shape.slice(1)] })),
    outputs: meanGraph.outputs.map((each) => ({ ...each, shape: [2, ...each.shape.slice(1)] })),
  }
  const change: TestVae['change'] = ({ encoder }) => void Object.assign(encoder, { output_kind: 'mean' })
  const [fixed, free] = [await openTest({ encoder, change }), await openTest()]
  const pictures = [1, 2, 3].map((seed) => squares(seed, 32, 16))
  expect(await fixed.encode(pictures, 32, 16)).toEqual(await free.encode(pictures, 32, 16))
})

test('NaN is null, and nothing to the others of its batch', async () => {
  const { encode } = await openTest({
    encoder: nanGraph,
    change: ({ encoder }) => void Object.assign(encoder, { output_kind: 'mean', range: '0..1' }),
  })
  const grey = new Uint8Array(16 * 16 * 3).fill(9)
  const [a, b, c] = await encode([grey, grey.slice().fill(0, 0, 16 * 3 * 8), grey], 16, 16)
  expect([a, c]).toEqual([{ data: new Float32Array(12).fill(1), channels: 3, height: 2, width: 2 }, a])
  expect(b).toBeNull()
})

describe('refusals', () => {
  test('sizes and lengths: they lose the call, not the VAE', async () => {
    const { encode, decode, isSpent } = await openTest()
    const message = 'Expected sides that are multiples of 16 for squares-test, got 24x16'
    await expect(encode([squares(1, 24, 16)], 24, 16)).rejects.toThrow(message)
    await expect(encode([squares(1, 16, 16)], 0, 16)).rejects.toThrow(RangeError)
    await expect(encode([squares(1, 16, 16), new Uint8Array(5)], 16, 16)).rejects.toThrow(
      '768 bytes for a picture, got 5',
    )
    const latents = (await encode([squares(1, 16, 16), squares(1, 16, 16)], 16, 16)).flatMap(
      (each) => each ?? [],
    )
    const wider = latents.map((each, i) => ({ ...each, width: 2 + 2 * i }))
    await expect(decode(wider)).rejects.toThrow('Expected [3, 2, 2] for a latent, got [3, 2, 4]')
    expect(isSpent()).toBe(false)
  })

  test('no decoder asked for, or none there', async () => {
    const { encode, decode } = await openTest({}, 1, false)
    const [latent] = await encode([squares(1, 16, 16)], 16, 16)
    await expect(decode(latent ? [latent] : [])).rejects.toThrow('opened with its decoder')
    const without: TestVae = { change: (manifest) => Object.assign(manifest, { decoder: null }) }
    await expect(openTest(without)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(
        /VAE squares-test .*Expected encoder and decoder to open, got .*got null/,
      ),
    })
  })

  test('a closed one', async () => {
    const vae = await openTest()
    await vae.close()
    await expect(vae.encode([squares(1, 16, 16)], 16, 16)).rejects.toThrow(
      'Expected an open VAE, got a closed one',
    )
  })
})
