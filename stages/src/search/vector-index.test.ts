import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openNpy } from '../npy/write-npy.js'
import { openEmbeddings } from './embedding-files.js'
import { hasUsearch } from './load-usearch.js'
import { measureRecall } from './measure-recall.js'
import { readRowAt } from './score-rows.js'
import { buildIndex, openIndex } from './vector-index.js'

const root = mkdtempSync(join(tmpdir(), 'index-'))
afterAll(() => rmSync(root, { recursive: true }))

const DIM = 16
const ROWS = 3000

/** Points on a few arcs: near ones exist, as they do among embeddings. */
function row(at: number): Float32Array {
  const values = Float32Array.from(
    { length: DIM },
    (_, k) => Math.sin(at * 0.01 * (k + 1)) + (k === at % 5 ? 2 : 0),
  )
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

describe.skipIf(!hasUsearch())('an index (package usearch; skipped where it is not installed)', () => {
  it('finds most of what the scan finds, and says how much', async () => {
    const path = join(root, 'rows.npy')
    const npy = await openNpy(path, DIM)
    await npy.add(Array.from({ length: ROWS }, (_, at) => row(at)))
    await npy.add([new Float32Array(DIM).fill(Number.NaN)])
    await npy.close()
    const embeddings = await openEmbeddings([path])
    const told: (readonly [number, number])[] = []
    const file = join(root, 'rows.usearch')
    const progress = (added: number, left: number): void => void told.push([added, left])
    expect(await buildIndex(embeddings, file, { threads: 1, progress })).toBe(ROWS)
    expect(told.at(-1)).toEqual([ROWS, 1])
    const index = openIndex(file, DIM)
    expect(index.size).toBe(ROWS)
    expect(index.find(await readRowAt(embeddings, 77), 5)).toContain(77)
    expect(() => index.find(new Float32Array(3), 1)).toThrow('Expected 16 numbers')
    const recall = await measureRecall(embeddings, index)
    expect(recall).toMatchObject({ at: 10, queries: 100 })
    expect(recall.value).toBeGreaterThan(0.95)
    // A blind index has no recall: the number is measured.
    expect((await measureRecall(embeddings, { find: () => [], size: 0 })).value).toBe(0)
  })
})
