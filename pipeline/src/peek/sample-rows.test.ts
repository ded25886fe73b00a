import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchedColumns, ledgerColumns } from '@warc2dataset/schemas'
import { type Duck, openDuck } from '@warc2dataset/stages/parquet/duck'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleRows } from './sample-rows.js'

let scratch = ''
let duck: Duck
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'warc2dataset-sample-'))
  duck = await openDuck({ scratch, memoryBytes: 2 ** 28, threads: 1 })
  // 400 samples; the first 100 are kept, 100 are cut by their score, 200 have none; every tenth has no picture.
  const row = `SELECT i, lpad(i::VARCHAR, 9, '0') AS "key", CASE WHEN i < 100 THEN 'kept' ELSE 'dropped' END AS outcome,
    CASE WHEN i < 200 THEN 1 - i / 200 END AS similarity, CASE WHEN i % 10 = 0 THEN NULL ELSE 512 END AS tar_offset
    FROM range(400) t(i)`
  const select = (columns: object): string =>
    Object.keys(columns)
      .map((name) => {
        const known = ['key', 'outcome', 'similarity', 'tar_offset'].includes(name)
        return known ? `"${name}"` : `NULL::INTEGER AS "${name}"`
      })
      .join(', ')
  await duck.copy(`SELECT ${select(ledgerColumns)} FROM (${row})`, '"key"', join(scratch, 'ledger.parquet'))
  await duck.copy(`SELECT ${select(fetchedColumns)} FROM (${row})`, '"key"', join(scratch, 'fetched.parquet'))
})
afterAll(async () => {
  duck.close()
  await rm(scratch, { recursive: true, force: true })
})

const sample = (count: number, seed = 0) =>
  sampleRows(duck, {
    ledger: [join(scratch, 'ledger.parquet')],
    fetched: [join(scratch, 'fetched.parquet')],
    count,
    seed,
  })

describe('sampleRows', () => {
  it('counts and draws only samples with a picture, over the whole range of each side', async () => {
    const { kept, cut, rows } = await sample(10)
    expect([kept, cut]).toEqual([90, 270])
    const scores = (isKept: boolean) =>
      rows.filter((row) => row.is_kept === isKept).map(({ similarity }) => similarity)
    expect(scores(true)).toHaveLength(10)
    expect(scores(true)).toEqual([...scores(true)].sort((a, b) => (b ?? 0) - (a ?? 0)))
    expect(scores(true)[0]).toBeGreaterThan(0.95)
    expect(scores(true)[9]).toBeLessThan(0.55)
    expect(scores(false).filter((score) => score !== null)).toHaveLength(5)
    expect(scores(false).slice(5)).toEqual([null, null, null, null, null])
  })

  it('draws the same rows for the same seed, and others for another', async () => {
    expect(await sample(10)).toEqual(await sample(10))
    expect((await sample(10, 1)).rows).not.toEqual((await sample(10)).rows)
  })

  it('gives everything where there is no more', async () => {
    expect((await sample(10_000)).rows).toHaveLength(360)
  })
})
