import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkModel } from '../model/check-model.js'
import { bundledModel, type ClipModel, loadModel } from '../model/load-model.js'
import { isOutOfVocabulary, openTokenizer } from '../tokens/open-tokenizer.js'
import type { Tokenizer } from '../tokens/tokenizer.js'
import { openEmbedder } from './open-embedder.js'

const missing = !existsSync(bundledModel())

/** Smooth pictures by formula, no two alike. */
function picture(size: number, n: number): Uint8Array {
  return Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size), i % 3]
    return Math.round(127 + 120 * Math.sin(n * 0.7 + c * 2 + (x * (n % 5) + y * (n % 3)) / 9))
  })
}

const colours = ['red', 'blue', 'green', 'yellow', 'white', 'black']
const shapes = ['star', 'circle', 'square', 'heart', 'triangle']
const caption = (n: number) =>
  `a ${colours[n % 6]} ${shapes[n % 5]} on a ${colours[(n + 1 + (n % 4)) % 6]} background`

describe.skipIf(missing)(`the bundled model (skipped if ${bundledModel()} is absent)`, () => {
  let model: ClipModel
  let tokenizer: Tokenizer
  const count = 130

  beforeAll(async () => {
    model = await loadModel(bundledModel())
    tokenizer = await openTokenizer(model)
  })

  const cosines = async (batchSize: number, threads: number) => {
    const embedder = await openEmbedder({ model, provider: 'cpu', batchSize, threads })
    const all = Array.from({ length: count }, (_, n) => n)
    const images = await embedder.images(all.map((n) => picture(model.manifest.image.size, n)))
    const texts = await embedder.texts(all.map((n) => tokenizer(caption(n)).ids))
    await embedder.close()
    return images.map(
      (image, n) => image?.reduce((sum, x, i) => sum + x * (texts[n]?.[i] ?? 0), 0) ?? Number.NaN,
    )
  }

  test('is what its manifest says', async () => {
    expect(model.manifest.toy).toBe(true)
    await checkModel(model)
  })

  test('knows the words of its domain, and says so of others', () => {
    expect(isOutOfVocabulary(tokenizer(caption(7)), model.manifest)).toBe(false)
    expect(isOutOfVocabulary(tokenizer('IMG_0001.jpg Sonnenuntergang am Meer'), model.manifest)).toBe(true)
  })

  test('cosines do not depend on batch size or threads', async () => {
    const reference = await cosines(1, 1)
    expect(reference.every(Number.isFinite)).toBe(true)
    expect(Math.max(...reference) - Math.min(...reference)).toBeGreaterThan(0.1)
    for (const [batchSize, threads] of [
      [7, 1],
      [64, 1],
      [1, 2],
      [7, 2],
      [64, 2],
    ] as const) {
      const got = await cosines(batchSize, threads)
      const worst = got.reduce((max, x, n) => Math.max(max, Math.abs(x - (reference[n] ?? 0))), 0)
      expect(worst, `batch ${batchSize}, ${threads} threads`).toBeLessThanOrEqual(1e-5)
    }
  })
})
