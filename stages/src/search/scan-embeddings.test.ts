import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromHalf } from '../npy/half.js'
import { readNpy } from '../npy/read-npy.js'
import { openNpy } from '../npy/write-npy.js'
import { type EmbeddingFiles, openEmbeddings } from './embedding-files.js'
import { rowSet } from './row-set.js'
import { scanEmbeddings } from './scan-embeddings.js'
import { readRowAt, scoreRows } from './score-rows.js'

/** Not a multiple of four: the kernel has a tail. */
const DIM = 23
const SIZES = [1, 4097, 0, 8192, 700]
const root = mkdtempSync(join(tmpdir(), 'scan-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5
  }
}

function unit(random: () => number): Float32Array {
  const row = Float32Array.from({ length: DIM }, random)
  const length = Math.hypot(...row)
  return row.map((value) => value / length)
}

async function write(name: string, rows: readonly Float32Array[]): Promise<string> {
  const path = join(root, name)
  const npy = await openNpy(path, DIM)
  await npy.add(rows)
  await npy.close()
  return path
}

let embeddings: EmbeddingFiles
/** All rows as they are stored. */
let stored: readonly Float32Array[] = []
let queries: readonly Float32Array[] = []
beforeAll(async () => {
  const random = seeded(3)
  // Every seventh row stands there again later, so that there are ties within and across files.
  const rows: Float32Array[] = []
  for (let at = 0; at < SIZES.reduce((sum, size) => sum + size); at++) {
    rows.push(at % 7 === 3 ? (rows[Math.floor(at / 2)] as Float32Array) : unit(random))
  }
  const paths: string[] = []
  let from = 0
  for (const [at, size] of SIZES.entries()) {
    paths.push(await write(`${at}.npy`, rows.slice(from, from + size)))
    from += size
  }
  embeddings = await openEmbeddings(paths)
  const read = await Promise.all(paths.map((path) => readNpy(path)))
  stored = read.flatMap(({ data, rows }) =>
    Array.from({ length: rows }, (_, row) => data.subarray(row * DIM, (row + 1) * DIM)),
  )
  queries = [unit(random), unit(random), stored[5] as Float32Array]
})

/** The plain way: every product in double, sorted. */
function naive(
  query: Float32Array,
  isAllowed: (row: number) => boolean,
): readonly (readonly [number, number])[] {
  return stored
    .map((row, at) => [at, row.reduce((sum, value, k) => sum + value * (query[k] as number), 0)] as const)
    .filter(([at]) => isAllowed(at))
    .sort(([a, x], [b, y]) => (Math.abs(x - y) < 1e-12 ? a - b : y - x))
}

describe('scanEmbeddings', () => {
  it.each([1, 2, 5])(
    'finds what a plain search in double finds, ties by row, with %i threads',
    async (threads) => {
      const { ranked, scanned, notFinite } = await scanEmbeddings(embeddings, {
        queries,
        count: 300,
        threads,
      })
      expect([scanned, notFinite]).toEqual([stored.length, 0])
      for (const [at, { rows, scores }] of ranked.entries()) {
        const expected = naive(queries[at] as Float32Array, () => true).slice(0, 300)
        expect(rows).toEqual(expected.map(([row]) => row))
        const off = scores.map((score, rank) => Math.abs(score - (expected[rank]?.[1] ?? 0)))
        expect(Math.max(...off)).toBeLessThan(1e-14)
      }
      // The planted twins are there: without them the order of ties would not be tested.
      expect(new Set(ranked[2]?.scores).size).toBeLessThan(300)
    },
  )

  it('looks at allowed rows only, down to single ones', async () => {
    const isAllowed = (row: number): boolean => row % 13 === 2 || row > stored.length - 3
    const allowed = rowSet(
      stored.length,
      [...stored.keys()].filter((row) => isAllowed(row)),
    )
    const { ranked, scanned } = await scanEmbeddings(embeddings, { queries, count: 50, allowed, threads: 2 })
    expect(scanned).toBe(allowed.count)
    for (const [at, { rows }] of ranked.entries()) {
      const expected = naive(queries[at] as Float32Array, isAllowed).slice(0, 50)
      expect(rows).toEqual(expected.map(([row]) => row))
    }
    const none = await scanEmbeddings(embeddings, { queries, count: 5, allowed: rowSet(stored.length, []) })
    expect(none).toMatchObject({ scanned: 0, ranked: queries.map(() => ({ rows: [] })) })
  })

  it('gives all rows there are if more are wanted, and none of no files', async () => {
    const { ranked } = await scanEmbeddings(embeddings, { queries: queries.slice(0, 1), count: 1e6 })
    expect(ranked[0]?.rows.length).toBe(stored.length)
    const empty = await openEmbeddings([])
    expect(empty).toEqual({ dim: 0, rows: 0, files: [] })
    expect((await scanEmbeddings(empty, { queries: [], count: 3 })).ranked).toEqual([])
  })

  it('scores single rows exactly as the scan does', async () => {
    const [query] = queries as readonly [Float32Array]
    const { ranked } = await scanEmbeddings(embeddings, { queries: [query], count: 40 })
    expect(await scoreRows(embeddings, ranked[0]?.rows.toReversed() ?? [], query)).toEqual(ranked[0])
    expect(await readRowAt(embeddings, 4099)).toEqual(stored[4099])
    await expect(readRowAt(embeddings, stored.length)).rejects.toThrow(`0 to ${stored.length - 1}`)
  })

  it('counts rows that are not finite, and never finds them', async () => {
    const bad = unit(seeded(1))
    bad[2] = Number.NaN
    const endless = unit(seeded(1))
    endless[0] = Number.POSITIVE_INFINITY
    const path = await write('bad.npy', [bad, unit(seeded(2)), endless])
    const found = await scanEmbeddings(await openEmbeddings([path]), { queries: [...queries], count: 3 })
    expect(found).toMatchObject({ scanned: 3, notFinite: 2 })
    expect(found.ranked.map(({ rows }) => rows)).toEqual(queries.map(() => [1]))
  })
})

describe('what it refuses', () => {
  it('queries of another length, or not finite', async () => {
    const wrong = [new Float32Array(DIM + 1), new Float32Array(DIM).fill(Number.NaN)]
    for (const query of wrong) {
      await expect(scanEmbeddings(embeddings, { queries: [query], count: 1 })).rejects.toThrow(RangeError)
    }
    await expect(scanEmbeddings(embeddings, { queries: [], count: -1 })).rejects.toThrow('for count, got -1')
  })

  it('files that are not what their header says', async () => {
    const rows = [unit(seeded(4)), unit(seeded(5))]
    const cut = await write('cut.npy', rows)
    truncateSync(cut, 128 + DIM * 2 + 1)
    await expect(openEmbeddings([cut])).rejects.toThrow(`Expected ${128 + DIM * 4} bytes`)
    const many = await write('many.npy', rows)
    writeFileSync(many, readFileSync(many, 'latin1').replace('(2, ', '(9, '), 'latin1')
    await expect(openEmbeddings([many])).rejects.toThrow('bytes for')
    const wide = await write('wide.npy', rows)
    writeFileSync(wide, readFileSync(wide, 'latin1').replace('<f2', '<f4'), 'latin1')
    await expect(openEmbeddings([wide])).rejects.toThrow('Expected float16')
    const text = join(root, 'text.npy')
    writeFileSync(text, 'not an array')
    await expect(openEmbeddings([text])).rejects.toThrow('.npy file of version 1.0')
    const other = join(root, 'other.npy')
    const npy = await openNpy(other, DIM - 1)
    await npy.close()
    await expect(openEmbeddings([cut.replace('cut', '0'), other])).rejects.toThrow(`rows of ${DIM} numbers`)
  })

  it('a file that shrinks between its header and its rows', async () => {
    const path = await write('shrinks.npy', [unit(seeded(4)), unit(seeded(5))])
    const opened = await openEmbeddings([path])
    truncateSync(path, 128 + DIM * 2)
    await expect(scanEmbeddings(opened, { queries, count: 1 })).rejects.toThrow('bytes of rows for')
  })
})

it('knows every float16', async () => {
  const row = Float32Array.from({ length: DIM }, (_, at) => fromHalf(at * 1301))
  const embeddings = await openEmbeddings([await write('halves.npy', [row])])
  const query = new Float32Array(DIM)
  query[7] = 1
  expect((await scanEmbeddings(embeddings, { queries: [query], count: 1 })).ranked[0]?.scores).toEqual([
    row[7],
  ])
})
