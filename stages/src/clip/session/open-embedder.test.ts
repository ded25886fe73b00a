import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ClipModel, loadModel } from '../model/load-model.js'
import { maskedGraph, testWeights, testWords, writeModel } from '../model/test-model.js'
import { encodeOnnx } from '../model/test-onnx.js'
import { splitRows } from './embed-rows.js'
import { type Embedder, openEmbedder, type Vectors } from './open-embedder.js'
import { startSession } from './start-session.js'

const root = mkdtempSync(join(tmpdir(), 'embedder-'))
const open: Embedder[] = []
let count = 0
let model: ClipModel

beforeAll(async () => {
  model = await loadModel(writeModel(join(root, 'model')))
})
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
afterAll(() => rmSync(root, { recursive: true }))

async function openTiny(batchSize: number, threads = 1): Promise<Embedder> {
  const embedder = await openEmbedder({ model, provider: 'cpu', batchSize, threads })
  open.push(embedder)
  return embedder
}

const unit = (vector: readonly number[]) => vector.map((x) => x / Math.hypot(...vector))

/** What the graphs of the test model compute, in float64. */
function imageVector(pixels: Uint8Array): readonly number[] {
  const weights = testWeights(3, 4)
  const means = [0, 1, 2].map(
    (c) => pixels.filter((_, i) => i % 3 === c).reduce((sum, x) => sum + x, 0) / 64 / 255,
  )
  return unit(
    [0, 1, 2, 3].map((d) => means.reduce((sum, mean, c) => sum + mean * (weights[c * 4 + d] ?? 0), 0)),
  )
}

const flat = (r: number, g: number, b: number) =>
  Uint8Array.from({ length: 192 }, (_, i) => [r, g, b][i % 3] ?? 0)

function expectClose(got: Float32Array | null | undefined, expected: readonly number[]) {
  expect(got).toBeInstanceOf(Float32Array)
  expect(got?.length).toBe(expected.length)
  for (const [i, x] of expected.entries()) expect(got?.[i]).toBeCloseTo(x, 5)
}

describe('vectors', () => {
  test.each([1, 3, 64])('of pictures, in order, at batches of %d', async (batchSize) => {
    const { images, environment } = await openTiny(batchSize)
    const pictures = [flat(255, 0, 0), flat(10, 200, 30), flat(0, 0, 0), flat(1, 2, 3)]
    const vectors = await images(pictures)
    expect(environment).toEqual({ provider: 'cpu', runtime: expect.stringMatching(/^onnxruntime \d/) })
    expect(vectors).toHaveLength(4)
    expect(vectors[2]).toBeNull()
    for (const i of [0, 1, 3]) expectClose(vectors[i], imageVector(pictures[i] ?? flat(0, 0, 0)))
    expect(pictures[1]?.[1]).toBe(200)
  })

  test('of texts: NaN and length 0 are null, never a number', async () => {
    const { texts } = await openTiny(4)
    const id = (word: string) => testWords.indexOf(word)
    const vectors = await texts([[id('red')], [id('nan')], [id('nothing')], [], [id('red'), id('blue')]])
    const table = testWeights(testWords.length, 4)
    const row = (word: string) => [...table.slice(id(word) * 4, id(word) * 4 + 4)]
    expectClose(vectors[0], unit(row('red')))
    expect(vectors.slice(1, 4)).toEqual([null, null, null])
    expectClose(vectors[4], unit(row('red').map((x, i) => x + (row('blue')[i] ?? 0))))
  })

  test('a tower with an attention mask sees the ids of a text and not its padding', async () => {
    const red = testWords.indexOf('red')
    const masked = await loadModel(
      writeModel(join(root, 'masked'), {
        text: encodeOnnx(maskedGraph),
        change: ({ text }) => Object.assign(text, { attention_mask: 'mask', pad: red }),
      }),
    )
    const embedder = await openEmbedder({ model: masked, provider: 'cpu', batchSize: 2, threads: 1 })
    open.push(embedder)
    const blue = testWords.indexOf('blue')
    const vectors = await embedder.texts([[blue], [], [red, blue], [blue, red, blue, red, blue, red]])
    const table = testWeights(testWords.length, 4)
    const row = (id: number) => [...table.slice(id * 4, id * 4 + 4)]
    expectClose(vectors[0], unit(row(blue)))
    expect(vectors[1]).toBeNull()
    for (const i of [2, 3]) expectClose(vectors[i], unit(row(red).map((x, d) => x + (row(blue)[d] ?? 0))))
  })

  test('nothing for nothing, and calls at once do not mix', async () => {
    const { images, texts } = await openTiny(2)
    expect(await images([])).toEqual([])
    const reds = Array.from({ length: 9 }, (_, i) => flat(10 + i, 0, 0))
    const blues = Array.from({ length: 5 }, (_, i) => flat(0, 0, 10 + i))
    const [a, b, c] = await Promise.all([images(reds), images(blues), texts([[2], [3], [4]])])
    const every = (vectors: Vectors, expected: readonly number[]) => {
      for (const vector of vectors) expectClose(vector, expected)
    }
    every(a, imageVector(flat(50, 0, 0)))
    every(b, imageVector(flat(0, 0, 50)))
    expect([a.length, b.length, c.length]).toEqual([9, 5, 3])
  })
})

test('a batch filled up to its size gives only the rows that were asked for', async () => {
  const options = { model, provider: 'cpu', batchSize: 5, fixedBatch: true, threads: 1 } as const
  const session = await startSession(options)
  const pictures = Uint8Array.from([...flat(255, 0, 0), ...flat(10, 200, 30)])
  const images = splitRows(await session.run({ tower: 'image', rows: 2, data: pictures }))
  const texts = splitRows(
    await session.run({ tower: 'text', rows: 1, data: Int32Array.of(2, 0, 0, 0, 0, 0) }),
  )
  await session.close()
  expect([images.length, texts.length]).toEqual([2, 1])
  expectClose(images[0], imageVector(flat(255, 0, 0)))
  expectClose(images[1], imageVector(flat(10, 200, 30)))
})

describe('refusals', () => {
  test('input of a wrong size loses the call, not the embedder', async () => {
    const { images, texts, isSpent } = await openTiny(2)
    await expect(images([flat(1, 2, 3), flat(1, 2, 3), new Uint8Array(5)])).rejects.toThrow('got 5')
    await expect(texts([[1, 1, 1, 1, 1, 1, 1]])).rejects.toThrow('at most 6 ids for a text, got 7')
    expect(isSpent()).toBe(false)
    await expect(texts([[999]])).rejects.toThrow('Expected rows from the model')
    expect(isSpent()).toBe(true)
    expect(await images([flat(9, 9, 9)])).toHaveLength(1)
  })

  test.each([{ batchSize: 0 }, { threads: 0.5 }])('%j', async (bad) => {
    const options = { model, provider: 'cpu', batchSize: 1, threads: 1, ...bad } as const
    await expect(openEmbedder(options)).rejects.toThrow(Object.keys(bad)[0])
  })

  test('a model that does not open', async () => {
    const broken = await loadModel(writeModel(join(root, 'broken'), { text: Buffer.from('x') }))
    const opening = openEmbedder({ model: broken, provider: 'cpu', batchSize: 1, threads: 1 })
    await expect(opening).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringContaining('tiny-test'),
    })
  })

  test('a closed embedder', async () => {
    const embedder = await openTiny(1)
    const pending = embedder.images(Array.from({ length: 50 }, () => flat(1, 1, 1)))
    await Promise.all([expect(pending).rejects.toThrow('closed'), embedder.close()])
    await embedder.close()
    await expect(embedder.texts([[2]])).rejects.toThrow('closed')
  })
})

describe('a worker that fails', () => {
  const play = async (script: string) => {
    const path = join(root, `worker-${count++}.mjs`)
    writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${script}`)
    return startSession({ model, provider: 'webgpu', batchSize: 1, fixedBatch: true, threads: 1 }, path)
  }
  const batch = () => ({ tower: 'image', rows: 1, data: new Uint8Array(192) }) as const
  const ready = `parentPort.postMessage({ kind: 'ready' });`

  test.each([
    [
      'unfit',
      `parentPort.postMessage({ kind: 'unfit', detail: 'no adapter' })`,
      /provider webgpu: .*no adapter/,
    ],
    ['an error', `throw new Error('boom')`, /boom/],
    ['its end', 'process.exit(3)', /its end/],
  ])('at its start: %s', async (_, script, message) => {
    await expect(play(script)).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    ['an error', `parentPort.on('message', () => { throw new Error('device lost') })`, 'device lost'],
    ['its end', `parentPort.on('message', () => process.exit(7))`, 'code 7'],
  ])('later, with %s: what waits and what comes is rejected', async (_, script, message) => {
    const session = await play(ready + script)
    expect(session.isSpent()).toBe(false)
    const both = await Promise.allSettled([session.run(batch()), session.run(batch())])
    for (const each of both)
      expect(each).toMatchObject({ reason: { message: expect.stringContaining(message) } })
    await expect(session.run(batch())).rejects.toThrow(message)
    expect(session.isSpent()).toBe(true)
    await session.close()
  })
})
