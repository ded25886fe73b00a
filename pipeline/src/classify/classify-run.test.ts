import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testWeights, testWords } from '@warc2dataset/stages/clip/model/test-model'
import { useDuck } from '@warc2dataset/stages/parquet/duck'
import { loadPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '../phases/phase.js'
import { type ClassifyOptions, classifyRun } from './classify-run.js'
import { type TestSample, writeEmbeddedRun } from './test-embedded-run.js'

const DIM = 4
const COLOURS = ['red', 'green', 'blue']
const PER_SHARD = 1500
/** Kept by the selection: every third, and one that has no embedding. */
const isKept = (n: number): boolean => n % 3 === 0

/** The direction of a word in the tiny model, and a little of another. */
function pictureOf(n: number): Float32Array {
  const weights = testWeights(testWords.length, DIM)
  const rowOf = (word: string): Float32Array =>
    weights.subarray(testWords.indexOf(word) * DIM).subarray(0, DIM)
  const [own, other] = [rowOf(COLOURS[(n % 7) % 3] ?? ''), rowOf(COLOURS[(n % 5) % 3] ?? '')]
  const mixed = own.map((x, i) => x + ((n % 10) / 30) * (other[i] ?? 0))
  const length = Math.hypot(...mixed)
  return mixed.map((x) => x / length)
}

const samples = Array.from({ length: 2 * PER_SHARD }, (_, n): TestSample => {
  const key = String(n).padStart(9, '0')
  return { key, url: `https://img.example/${n}.jpg`, embedding: pictureOf(n) }
})
const keys = samples.filter((_, n) => isKept(n)).map(({ key }) => key)

let folder = ''
let view: RunView
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classify-run-'))
  const shards = [samples.slice(0, PER_SHARD), samples.slice(PER_SHARD)]
  view = await writeEmbeddedRun(join(folder, 'run'), shards, [...keys, '999999999'])
})
afterAll(() => rm(folder, { recursive: true }))

async function labelsOf(text: string, name = 'labels.txt') {
  await writeFile(join(folder, name), text)
  return loadPromptSet(join(folder, name), 'usage')
}

async function classified(text: string, more: Partial<ClassifyOptions> = {}) {
  return classifyRun(view, { labels: await labelsOf(text), which: 'kept', top: 2, ...more })
}

/** The best of the three words for a picture, computed apart: float64, plain softmax over 100 · cosine. */
function expectedOf(n: number): { label: string; p: number } {
  const weights = testWeights(testWords.length, DIM)
  const cosines = COLOURS.map((word) => {
    const row = [...weights.subarray(testWords.indexOf(word) * DIM).subarray(0, DIM)]
    const dot = row.reduce((sum, x, i) => sum + x * (pictureOf(n)[i] ?? 0), 0)
    return dot / Math.hypot(...row)
  })
  const total = cosines.reduce((sum, c) => sum + Math.exp(100 * c), 0)
  const best = cosines.indexOf(Math.max(...cosines))
  return { label: COLOURS[best] ?? '', p: Math.exp(100 * (cosines[best] ?? 0)) / total }
}

describe('classifyRun', () => {
  it('labels each picture that is kept as a computation apart from it does', async () => {
    const out = join(folder, 'out', 'labelled.json')
    const found = await classified(COLOURS.join('\n'), { out: { path: out, format: 'json' } })
    expect(found).toMatchObject({ pictures: keys.length, withoutEmbedding: 1, scale: 100, unknown: 0 })
    const rows = JSON.parse(await readFile(out, 'utf8'))
    expect(rows.map(({ key }: { key: string }) => key)).toEqual(keys)
    const counts = new Map<string, number>()
    for (const row of rows) {
      const n = Number(row.key)
      const { label, p } = expectedOf(n)
      expect(row).toMatchObject({ url: `https://img.example/${n}.jpg`, label })
      // The stored embedding is rounded to float16: at a scale of 100 that is some hundredths of p.
      expect(Math.abs(row.p - p)).toBeLessThan(0.03)
      expect(row.top).toHaveLength(2)
      expect(row.top[0]).toEqual({ label, p: Math.round(row.p * 1e4) / 1e4 })
      expect(row.by).toMatch(/^tiny-test, labels [0-9a-f]{8}$/)
      counts.set(label, (counts.get(label) ?? 0) + 1)
    }
    expect(counts.size).toBe(3)
    for (const { label, pictures, share, meanP } of found.classes) {
      expect(pictures).toBe(counts.get(label))
      expect(share).toBeCloseTo(pictures / keys.length, 10)
      expect(meanP).toBeGreaterThan(0.33)
    }
    expect(await readdir(join(folder, 'out'))).toEqual(['labelled.json'])
  })

  it('labels every picture with an embedding where all are asked for, into Parquet', async () => {
    const path = join(folder, 'labelled.parquet')
    const found = await classified('red\ngreen\nblue', {
      which: 'all',
      top: 1,
      out: { path, format: 'parquet' },
    })
    expect(found).toMatchObject({ pictures: samples.length, withoutEmbedding: null })
    const rows = await useDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 1 }, (duck) =>
      duck.rows<{ key: string; label: string; top: string }>(`FROM '${path}'`),
    )
    expect(rows.map(({ key }) => key)).toEqual(samples.map(({ key }) => key))
    for (const { key, label, top } of rows.filter((_, n) => n % 97 === 0)) {
      expect(label).toBe(expectedOf(Number(key)).label)
      expect(JSON.parse(top)).toEqual([{ label, p: expect.any(Number) }])
    }
  })

  it('takes ten thousand labels', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      label: `label ${n}`,
      prompts: [COLOURS[n % 3]],
    }))
    const set = { version: 1, kind: 'prompts', name: 'many', about: 'x', source: 'x', requires: null }
    const labels = await labelsOf(
      JSON.stringify({ ...set, classes: many, gives: { kind: 'labels' } }),
      'many.json',
    )
    const found = await classifyRun(view, { labels, which: 'kept', top: 3 })
    // Of equals the first: nothing but the first three has a picture.
    expect(
      found.classes
        .filter(({ pictures }) => pictures > 0)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['label 0', 'label 1', 'label 2'])
  })

  it('refuses another model than the run has, and a run without a selection', async () => {
    await expect(classified('red\nblue', { model: 'b32' })).rejects.toMatchObject({
      exit: 'usage',
      message: 'Expected a scorer of the run (tiny), got b32',
    })
    const none = { ...view, scorers: [], commits: async () => [] }
    const labels = await labelsOf('red\nblue')
    await expect(classifyRun(none, { labels, which: 'all', top: 1 })).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining('Expected a run with scores'),
    })
    const unselected = await writeEmbeddedRun(join(folder, 'unselected'), [samples.slice(0, 3)], null)
    await expect(classifyRun(unselected, { labels, which: 'kept', top: 1 })).rejects.toMatchObject({
      exit: 'usage',
      message: expect.stringContaining('add --in all'),
    })
    expect((await classifyRun(unselected, { labels, which: 'all', top: 1 })).pictures).toBe(3)
  })

  it('refuses a model that is gone or changed, and a label that it cannot read', async () => {
    const broken = await writeEmbeddedRun(join(folder, 'broken'), [samples.slice(0, 3)], null)
    const labels = await labelsOf('red\nblue')
    const run = () => classifyRun(broken, { labels, which: 'all', top: 1 })
    await writeFile(join(folder, 'broken/model/text.onnx'), 'other')
    await expect(run()).rejects.toMatchObject({ exit: 'model', message: expect.stringContaining('sha256') })
    const [scorer] = broken.scorers
    const other = { ...broken, scorers: [{ ...scorer, digest: 'f'.repeat(64) }] } as unknown as RunView
    await expect(classifyRun(other, { labels, which: 'all', top: 1 })).rejects.toMatchObject({
      exit: 'model',
    })
    await rm(join(folder, 'broken/model'), { recursive: true })
    await expect(run()).rejects.toMatchObject({ exit: 'model' })
    await expect(classified('red\nxylophone')).rejects.toMatchObject({
      exit: 'model',
      message: expect.stringContaining('"xylophone"'),
    })
  })

  it('says before the work if --out cannot be written, and leaves no part behind', async () => {
    const path = join(folder, 'labels.txt', 'x.json')
    const inFile = classified('red\nblue', { out: { path, format: 'json' } })
    await expect(inFile).rejects.toMatchObject({ exit: 'usage', message: expect.stringContaining('--out') })
    const wrong = {
      ...view,
      commits: async () => {
        throw new Error('a fault')
      },
    } as unknown as RunView
    const labels = await labelsOf('red\nblue')
    const faulty = {
      ...view,
      storage: { ...view.storage, toLocal: () => Promise.reject(new Error('a fault')) },
    }
    const out = { path: join(folder, 'left', 'x.json'), format: 'json' } as const
    await expect(classifyRun(faulty, { labels, which: 'all', top: 1, out })).rejects.toThrow('a fault')
    await expect(classifyRun(wrong, { labels, which: 'all', top: 1 })).rejects.toThrow('a fault')
    expect(await readdir(join(folder, 'left'))).toEqual([])
  })
})
