import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainingRow } from './training-set.js'
import { writeTrainingSet } from './write-training-set.js'
import { readOptions } from './write-training-set-main.js'

let folder = ''
const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name))

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'training-set-'))
  await writeTrainingSet({ outDir: path.join(folder, 'a'), seed: '7', count: 50 })
  await writeTrainingSet({ outDir: path.join(folder, 'b'), seed: '7', count: 50 })
})
afterAll(() => rm(folder, { recursive: true }))

describe('writeTrainingSet', () => {
  it('writes an image and a row for each sample, the same for the same seed', async () => {
    const images = await read('a/images.u8')
    expect(images).toHaveLength(50 * 64 * 64 * 3)
    expect(images.equals(await read('b/images.u8'))).toBe(true)
    expect(await read('a/rows.jsonl')).toEqual(await read('b/rows.jsonl'))
    const words = String(await read('a/vocabulary.txt')).split('\n')
    expect(words.slice(0, 3)).toEqual(['<pad>', '<unk>', 'a'])
  })

  it('never repeats the caption among its false ones', async () => {
    const lines = String(await read('a/rows.jsonl'))
      .trimEnd()
      .split('\n')
    const rows = lines.map((line) => JSON.parse(line) as TrainingRow)
    expect(rows).toHaveLength(50)
    for (const { caption, changed, swapped, moved, generic } of rows) {
      expect([changed, swapped, moved, generic]).not.toContain(caption)
    }
    expect(rows.filter(({ swapped }) => swapped !== '').length).toBeGreaterThan(20)
  })
})

describe('readOptions', () => {
  it('reads flags, and refuses what it cannot use', () => {
    expect(readOptions(['--out', 'x', '--count', '5'])).toEqual({ outDir: 'x', seed: '1', count: 5 })
    expect(() => readOptions(['--count', '5'])).toThrow('Expected a folder for --out')
    expect(() => readOptions(['--out', 'x', '--count', '0'])).toThrow('Expected a whole number')
  })
})
