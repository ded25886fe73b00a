import { beforeAll, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inspectHere, refusalOf, there } from './inspect-here.js'
import { MADE_UP_SCORER, writeLedgerRun } from './ledger-run.js'
import { smallLedger } from './small-ledger.js'

const at = tempFolder()
const SECOND = {
  ...MADE_UP_SCORER,
  spec: 'file:second/manifest.json',
  name: 'second',
  id: 'second-model',
  digest: '2'.repeat(64),
}

beforeAll(() =>
  writeLedgerRun(at('run'), {
    ...smallLedger(3000),
    scorers: [MADE_UP_SCORER, SECOND],
    // Agrees with the first in part.
    scored: [
      {
        scorer: 'second',
        similarity: '10 * similarity + (i * 7919 % 1000) / 500.0',
        where: `way = 'select'`,
      },
    ],
  }),
)

it('shows who would be in had another model of the run been the judge', async () => {
  const { compare } = await inspectHere(at('run'), at('report'), { vs: 'model:second' })
  const { overlap, models, cautions, other } = there(compare)
  const ledger = `read_parquet('${at('run')}/selections/*/ledger.parquet')`
  const second = `read_parquet('${at('run')}/scored/second/metadata/*.parquet')`
  // By ranks, in another DuckDB: as many by the second as reach 0.28 by the first; the other filter stands.
  const [expected] = await query(`
    WITH scored AS (SELECT l.url, l.similarity AS one, s.similarity AS two, l.original_width >= 200 AS wide
        FROM ${ledger} l JOIN ${second} s USING ("key")),
      ranked AS (SELECT *, one >= 0.28 AS first,
        row_number() OVER (ORDER BY two DESC) <= (SELECT count(*) FILTER (one >= 0.28) FROM scored) AS second FROM scored)
    SELECT count(*) FILTER (wide AND first AND second)::INTEGER AS "both",
      count(*) FILTER (wide AND first AND NOT second)::INTEGER AS only_a,
      count(*) FILTER (wide AND second AND NOT first)::INTEGER AS only_b FROM ranked`)
  expect({ both: overlap.both, only_a: overlap.only_a, only_b: overlap.only_b }).toEqual(expected)
  expect(overlap.only_b).toBeGreaterThan(50)
  expect(models).toMatchObject({ a: 'made-up', b: 'second-model' })
  expect(models?.kappa).toBeGreaterThan(0)
  expect(models?.kappa).toBeLessThan(1)
  expect(other.name).toBe('run by second-model')
  expect(cautions.join(' ')).toContain('compare what was kept')
})

it.each(['model:third', 'model:made_up'])('refuses %s, and names the scorers that there are', async (vs) => {
  expect(await refusalOf(at('run'), at('refused'), { vs })).toEqual({
    code: 2,
    message: `Expected another scorer of the run (model:second) for --vs, got ${vs}`,
  })
})
