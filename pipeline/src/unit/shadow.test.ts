import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuck } from '@warc2dataset/stages/parquet/duck'
import { describe, expect, it } from 'vitest'
import { inShadowSample, shadowSql } from './shadow.js'

const idOf = (n: number): bigint => createHash('sha256').update(`id ${n}`).digest().readBigInt64BE(0)
const EDGES = [
  0n,
  1n,
  -1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  167_772n,
  167_773n,
  -167_772n,
  0xff_ffffn,
  0x100_0000n,
]
const ids = [...EDGES, ...Array.from({ length: 1000 }, (_, n) => idOf(n))]

describe('inShadowSample', () => {
  it('takes nobody at rate 0 and everybody at rate 1', () => {
    expect(ids.filter((id) => inShadowSample(id, 0))).toEqual([])
    expect(ids.filter((id) => inShadowSample(id, 1))).toEqual(ids)
  })

  it('takes one in a hundred hashes at rate 0.01', () => {
    const taken = Array.from({ length: 20_000 }, (_, n) => n).filter((n) =>
      inShadowSample(idOf(n), 0.01),
    ).length
    expect(taken).toBeGreaterThan(140)
    expect(taken).toBeLessThan(260)
  })

  it('keeps whoever a lower rate takes when the rate rises', () => {
    const low = ids.filter((id) => inShadowSample(id, 0.1))
    const high = new Set(ids.filter((id) => inShadowSample(id, 0.3)))
    expect(low.length).toBeGreaterThan(50)
    expect(low.filter((id) => !high.has(id))).toEqual([])
  })
})

describe('shadowSql', () => {
  it.each([0, 1e-8, 0.01, 1 / 3, 0.5, 0.123456789, 0.99999999, 1])(
    'agrees with inShadowSample at rate %d on every id, negative ones too',
    async (rate) => {
      const scratch = await mkdtemp(join(tmpdir(), 'shadow-'))
      const duck = await openDuck({ scratch, memoryBytes: 2 ** 28, threads: 1 })
      try {
        const values = ids.map((id, place) => `(${place}, CAST('${id}' AS BIGINT))`).join(', ')
        const rows = await duck.rows<{ inside: boolean }>(
          `SELECT ${shadowSql(rate)} AS inside FROM (VALUES ${values}) t(place, candidate_id) ORDER BY place`,
        )
        expect(rows.map(({ inside }) => inside)).toEqual(ids.map((id) => inShadowSample(id, rate)))
      } finally {
        duck.close()
        await rm(scratch, { recursive: true, force: true })
      }
    },
  )
})
