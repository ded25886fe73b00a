import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promptSetSchema } from '@warc2dataset/schemas'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../clip/model/load-model.js'
import { type TestManifest, testWeights, testWords, writeModel } from '../clip/model/test-model.js'
import { openEmbedder } from '../clip/session/open-embedder.js'
import { openTokenizer } from '../clip/tokens/open-tokenizer.js'
import { classVectors, type PromptReader } from './class-vectors.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'class-vectors-'))
})
afterAll(() => rm(folder, { recursive: true }))

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()))
})

async function openReader(change?: (manifest: TestManifest) => void): Promise<PromptReader> {
  const model = await loadModel(writeModel(join(folder, String(Math.random())), change && { change }))
  const embedder = await openEmbedder({ model, provider: 'cpu', batchSize: 64, threads: 1 })
  opened.push(embedder.close)
  return { model, embedder, tokenize: await openTokenizer(model) }
}

function setOf(classes: readonly object[], more: object = {}) {
  const rest = { name: 'some', about: 'A test.', source: 'a test', requires: null, gives: { kind: 'labels' } }
  return promptSetSchema.parse({ version: 1, kind: 'prompts', ...rest, classes, ...more })
}

const DIM = 4
const TABLE = testWeights(testWords.length, DIM)

/** What the test model says of a text, computed apart from it: the mean of the rows of 6 ids, of length 1. */
function unit(...words: readonly string[]): number[] {
  const rows = words.map((word) => TABLE.subarray(testWords.indexOf(word) * DIM).subarray(0, DIM))
  return scaled(Array.from({ length: DIM }, (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0)))
}

function scaled(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return vector.map((x) => x / length)
}

const mean = (...vectors: readonly number[][]): number[] =>
  scaled(
    Array.from({ length: DIM }, (_, i) => vectors.reduce((sum, v) => sum + (v[i] ?? 0), 0) / vectors.length),
  )

const rowOf = (vectors: Float32Array, at: number): number[] => [...vectors.subarray(at * DIM, (at + 1) * DIM)]
const near = (vector: readonly number[]) => vector.map((x) => expect.closeTo(x, 5))

describe('classVectors', () => {
  it('is the mean of unit vectors over prompts and templates, of length 1', async () => {
    const set = setOf([{ label: 'red' }, { label: 'cold', prompts: ['blue', 'green'] }], {
      templates: ['{}', 'a {}'],
    })
    const { vectors, dim, scale, truncated, unknown } = await classVectors(set, await openReader())
    expect({ dim, scale, truncated, unknown }).toEqual({ dim: DIM, scale: 100, truncated: 0, unknown: 0 })
    expect(vectors).toHaveLength(2 * DIM)
    expect(rowOf(vectors, 0)).toEqual(near(mean(unit('red'), unit('a', 'red'))))
    expect(rowOf(vectors, 1)).toEqual(
      near(mean(unit('blue'), unit('green'), unit('a', 'blue'), unit('a', 'green'))),
    )
  })

  it('puts a prompt into every place of a template, as it is', async () => {
    const set = setOf([{ label: 'red' }, { label: '$& blue' }], { templates: ['{} a {}'] })
    const { vectors } = await classVectors(set, await openReader())
    expect(rowOf(vectors, 0)).toEqual(near(unit('red', 'a', 'red')))
    expect(rowOf(vectors, 1)).toEqual(near(unit('blue', 'a', 'blue')))
  })

  it('embeds ten thousand classes, each in its place', async () => {
    const word = (n: number): string => ['red', 'green', 'blue'][n % 3] ?? ''
    const classes = Array.from({ length: 10_000 }, (_, n) => ({ label: `${n}`, prompts: [word(n)] }))
    const { vectors } = await classVectors(setOf(classes), await openReader())
    for (const n of [0, 1, 4095, 4096, 9998, 9999]) expect(rowOf(vectors, n)).toEqual(near(unit(word(n))))
  })

  it('takes the scale of the set, else of the model, else of CLIP; a model with a bias has none', async () => {
    const scaleOf = async (set: object, similarity: object): Promise<number> => {
      const reader = await openReader((manifest) => {
        manifest['similarity'] = similarity
      })
      return (await classVectors(setOf([{ label: 'red' }, { label: 'blue' }], set), reader)).scale
    }
    expect(await scaleOf({ scale: 7 }, { scale: 50, bias: null })).toBe(7)
    expect(await scaleOf({}, { scale: 50, bias: null })).toBe(50)
    expect(await scaleOf({}, { scale: 117, bias: -12 })).toBe(100)
  })

  it('leaves out a prompt of which the model knows nothing, whatever the template, and counts it', async () => {
    const set = setOf([{ label: 'red', prompts: ['red', 'xylophone'] }, { label: 'blue' }], {
      templates: ['a red blue {}'],
    })
    const { vectors, unknown } = await classVectors(set, await openReader())
    expect(unknown).toBe(1)
    expect(rowOf(vectors, 0)).toEqual(near(unit('a', 'red', 'blue', 'red')))
  })

  it('counts texts that are cut', async () => {
    const set = setOf([{ label: 'red', prompts: ['red a red a red a red'] }, { label: 'blue' }])
    expect((await classVectors(set, await openReader())).truncated).toBe(1)
  })

  it.each([
    ['xylophone', 'Expected words that the model knows for class "xylophone", got none'],
    [
      'nan',
      'Expected a vector for class "nan" of prompt set some, got a prompt for which the model gives none',
    ],
    ['nothing', 'Expected a vector for class "nothing" of prompt set some'],
  ])('refuses a class that the model cannot say anything of: %s', async (label, problem) => {
    const refused = classVectors(setOf([{ label: 'red' }, { label }]), await openReader())
    await expect(refused).rejects.toMatchObject({ exit: 'model', message: expect.stringContaining(problem) })
  })

  it('refuses a model that the prompts were not written for', async () => {
    const set = setOf([{ label: 'red' }, { label: 'blue' }], { requires: 'openai/ViT-B-32' })
    await expect(classVectors(set, await openReader())).rejects.toMatchObject({
      exit: 'model',
      message: 'Expected the encoder openai/ViT-B-32, for which prompt set some was written, got tiny-test',
    })
    const reader = await openReader((manifest) => {
      manifest['encoder'] = 'openai/ViT-B-32'
    })
    expect((await classVectors(set, reader)).dim).toBe(DIM)
  })
})
