import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { column, DUCKDB_TYPES, nullable, type RowOf } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { unmeasured } from '../extract/measure-texts.js'
import { type Duck, literal, openDuck, scan } from './duck.js'
import { readRows } from './read-rows.js'
import { openRowWriter } from './row-writer.js'

const columns = {
  id: column('int64', ''),
  n: nullable('int32', ''),
  share: nullable('float', ''),
  score: nullable('double', ''),
  ok: column('bool', ''),
  name: nullable('string', ''),
  texts: column('texts', ''),
  verdicts: column('verdicts', ''),
} as const
type Row = RowOf<typeof columns>

const row = (id: bigint): Row => ({
  id,
  n: id % 3n === 0n ? null : Number(id),
  share: 0.5,
  score: id % 2n === 0n ? null : 0.1,
  ok: id % 2n === 0n,
  name: id === 5n ? null : `läb "${id}" '`,
  texts: id === 2n ? [] : [unmeasured('alt', `t${id}`, -(2n ** 63n) + id)],
  verdicts: [{ filter: 'a >= 1', score: null, value: 'x', pass: true }],
})
const rows = Array.from({ length: 5000 }, (_, i) => row(BigInt(i)))

async function withDuck<T>(threads: number, use: (duck: Duck, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'w2d-parquet-'))
  const duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads })
  try {
    return await use(duck, folder)
  } finally {
    duck.close()
  }
}

const writeAll = (input: readonly Row[]) => async (duck: Duck, folder: string) => {
  const writer = await openRowWriter(duck, 't', columns)
  writer.write(input)
  const path = join(folder, "o'ut.parquet")
  expect(await writer.finish(path, 'id')).toBe(input.length)
  return path
}

describe('rows to Parquet and back', () => {
  it('gives every value back, nested ones and nulls included', () =>
    withDuck(1, async (duck, folder) => {
      const path = await writeAll(rows)(duck, folder)
      const back: Row[] = []
      for await (const batch of readRows<typeof columns>(
        duck,
        `FROM ${scan([path], columns)} ORDER BY id`,
        700,
      )) {
        expect(batch.length).toBeLessThanOrEqual(700)
        back.push(...batch)
      }
      expect(back).toEqual(rows)
    }))

  it('repeats its bytes whatever the order of arrival and the number of threads', async () => {
    const forward = readFileSync(await withDuck(1, writeAll(rows)))
    const backward = readFileSync(await withDuck(2, writeAll([...rows].reverse())))
    expect(forward.equals(backward)).toBe(true)
  })

  it('refuses a missing value in a column that must have one', () =>
    withDuck(1, async (duck) => {
      const writer = await openRowWriter(duck, 't', columns)
      writer.write([{ ...row(1n), ok: null as unknown as boolean }])
      await expect(writer.finish('/nowhere', 'id')).rejects.toThrow('Expected a bool for column ok, got null')
    }))

  it('scans no file as no row of the same columns', () =>
    withDuck(1, async (duck) => {
      expect(
        await duck.rows(`SELECT count(*)::INTEGER n, typeof(any_value(texts)) t FROM ${scan([], columns)}`),
      ).toEqual([{ n: 0, t: DUCKDB_TYPES.texts }])
    }))
})

describe('what is written into SQL', () => {
  it.each(['', "it's", 'a\0b', '\0', "'; DROP TABLE x; --"])('%j comes back as it is', async (text) => {
    await withDuck(1, async (duck) => {
      expect(await duck.rows(`SELECT ${literal(text)} AS said`)).toEqual([{ said: text }])
    })
  })

  it('a path with marks of a pattern means that file alone', async () => {
    await withDuck(1, async (duck, folder) => {
      const only = { n: column('int32', '') }
      for (const [name, n] of [
        ['[a]*.parquet', 1],
        ['ab.parquet', 2],
        ['what?.parquet', 3],
      ] as const)
        await duck.copy(`SELECT ${n}::INTEGER AS n`, 'n', join(folder, name))
      const read = (name: string): Promise<unknown> => duck.rows(`FROM ${scan([join(folder, name)], only)}`)
      expect(await read('[a]*.parquet')).toEqual([{ n: 1 }])
      expect(await read('what?.parquet')).toEqual([{ n: 3 }])
    })
  })
})
