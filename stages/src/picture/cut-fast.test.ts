import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type PreprocessSpec, preprocessPixels } from '../clip/pixels/preprocess.js'
import { cutFast } from './cut-fast.js'

const clip: PreprocessSpec = { size: 224, resize: 'shortest', resample: 'bicubic' }
const squash: PreprocessSpec = { size: 64, resize: 'squash', resample: 'bicubic' }

interface Picture {
  readonly rgb: Uint8Array
  readonly width: number
  readonly height: number
}

/** Waves of several lengths: what a resize without a filter would turn into stripes. */
function waves(width: number, height: number): Picture {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const at = Math.floor(i / 3)
    const [x, y] = [at % width, Math.floor(at / width)]
    return 128 + 60 * Math.sin(x / (3 + (i % 3))) + 60 * Math.cos((x + 2 * y) / 7)
  })
  return { rgb, width, height }
}

/** Largest and mean difference of fast and exact, in levels of 0 to 255. */
async function difference({ rgb, width, height }: Picture, spec: PreprocessSpec) {
  const exact = preprocessPixels(rgb, width, height, spec)
  const fast = await cutFast(rgb, width, height, spec)
  if (fast === null) return null
  expect(fast.length).toBe(exact.length)
  let [largest, sum] = [0, 0]
  exact.forEach((level, i) => {
    const off = Math.abs(level - (fast[i] ?? 0))
    largest = Math.max(largest, off)
    sum += off
  })
  return { largest, mean: sum / exact.length }
}

describe('cutFast', () => {
  test.each([
    [448, 448, clip],
    [1000, 300, clip],
    [301, 997, clip],
    [640, 480, squash],
    [65, 800, squash],
  ])('%i×%i is close to Pillow', async (width, height, spec) => {
    // Strong ones: libvips first averages whole pixels, Pillow filters once. Without any filter it is more than 20.
    expect((await difference(waves(width, height), spec))?.mean).toBeLessThan(3)
  })

  test.each([
    [200, 900, clip],
    [63, 900, squash],
    [640, 480, { ...squash, resample: 'bilinear' as const }],
  ])('%i×%i is left to the exact way', async (width, height, spec) => {
    expect(await cutFast(waves(width, height).rgb, width, height, spec)).toBeNull()
  })
})

const samples = fileURLToPath(new URL('../../../../shared/data/clip/', import.meta.url))

describe.skipIf(!existsSync(samples))(
  'cutFast on real pictures (skipped without ../shared/data/clip)',
  () => {
    const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.jpg')) : []
    test.each(names)('%s', async (name) => {
      const open = sharp(`${samples}${name}`, { ignoreIcc: true })
      const { data, info } = await open.raw().toBuffer({ resolveWithObject: true })
      const found = await difference({ rgb: data, width: info.width, height: info.height }, clip)
      if (found === null) return
      expect(found.mean).toBeLessThan(1)
      expect(found.largest).toBeLessThan(16)
    })
  },
)
