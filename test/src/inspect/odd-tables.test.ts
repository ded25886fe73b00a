import { mkdir, rename, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inspectHere, there } from './inspect-here.js'

const at = tempFolder()
const EACH = 40

/** Five kinds of row, 40 of each. */
const ODD = `SELECT 'https://a.example/' || i || '.jpg' AS url, 'hello world ' || i AS caption,
    CASE i % 5 WHEN 0 THEN 'nan' WHEN 1 THEN '0.3' WHEN 2 THEN NULL WHEN 3 THEN 'inf' ELSE 'much' END AS similarity,
    CASE i % 5 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN -5 WHEN 2 THEN 2e9 WHEN 3 THEN 0 ELSE 640.4 END AS width,
    CASE i % 5 WHEN 0 THEN 480 WHEN 1 THEN -1 WHEN 2 THEN 2e9 WHEN 3 THEN 0 ELSE 480 END AS height,
    CASE i % 5 WHEN 0 THEN 1e300 WHEN 1 THEN -1e300 WHEN 2 THEN 'inf'::DOUBLE WHEN 3 THEN NULL ELSE 7 END AS huge,
    [1, 2] AS list, {'a': 1} AS language, '\\xFF'::BLOB AS sha256, i % 2 = 0 AS flag FROM range(${5 * EACH}) t(i)`

beforeAll(() => query(`COPY (${ODD}) TO '${at('odd.parquet')}'`))

describe('columns of other types than their names promise', () => {
  it('scores in words: a number is one, anything else is none', async () => {
    const inspection = await inspectHere(at('odd.parquet'), at('words'), { whatIf: { cut: 0.2 } })
    const { kept, steps } = there(inspection.funnel)
    expect(kept).toBe(EACH)
    expect(steps[0]?.reasons).toEqual([expect.objectContaining({ reason: 'no_score', left: 4 * EACH })])
    expect(there(inspection.threshold).scored.counts).toEqual([EACH])
    const sql = (steps[0]?.query ?? '').replaceAll(`'odd.parquet'`, `'${at('odd.parquet')}'`)
    expect(await query(sql)).toHaveLength(4 * EACH)
  })

  it('sizes that are none, or no number, are not drawn', async () => {
    const { images } = await inspectHere(at('odd.parquet'), at('sizes'))
    // 640 × 480 (2^9.3 × 2^8.9) and 2e9 × 2e9 (2^30.9).
    expect(there(there(images).sizes).cells).toEqual([
      [18, 17, EACH, EACH],
      [61, 61, EACH, EACH],
    ])
  })

  it('scores beyond what bins can hold', async () => {
    const inspection = await inspectHere(at('odd.parquet'), at('huge'), { score: 'huge', whatIf: { cut: 7 } })
    // The infinity is no score.
    expect(there(inspection.funnel).kept).toBe(2 * EACH)
    expect(there(inspection.threshold).scored.counts.reduce((sum, n) => sum + n, 0)).toBe(3 * EACH)
  })

  it('a flag as a score is 0 or 1', async () => {
    const inspection = await inspectHere(at('odd.parquet'), at('flag'), {
      score: 'flag',
      whatIf: { cut: 0.5 },
    })
    expect(there(inspection.funnel).kept).toBe((5 * EACH) / 2)
  })
})

describe('files', () => {
  const rows = (from: number, n: number, more = ''): string =>
    `SELECT 'https://s' || i || '.example/' AS url, 'a text ' || i AS caption ${more} FROM range(${from}, ${from + n}) t(i)`

  beforeAll(async () => {
    await mkdir(at('many'))
    await query(`COPY (${rows(0, 10, ', 0.5 AS similarity')}) TO '${at('many/p-0.parquet')}'`)
    await query(`COPY (${rows(10, 20, ', i AS "key"')}) TO '${at('many/p-1.parquet')}'`)
    await query(`COPY (${rows(30, 30, `, 'x' AS similarity`)}) TO '${at('many/q-2.parquet')}'`)
  })

  it('of a folder are one table, with or without a column', async () => {
    const { subject, threshold } = await inspectHere(at('many'), at('folder'))
    expect(subject).toMatchObject({ name: 'many', rows: 60, files: 3 })
    expect(there(threshold).scored.counts).toEqual([10])
  })

  it('are found by a pattern, and the query finds them, too', async () => {
    const inspection = await inspectHere(at('many/p-*.parquet'), at('pattern'), { whatIf: { cut: 0.5 } })
    expect(inspection.subject).toMatchObject({ name: 'p-*.parquet', rows: 30, files: 2 })
    const sql = there(inspection.funnel).steps[0]?.query ?? ''
    expect(await query(sql.replace(`'p-*.parquet'`, `'${at('many/p-*.parquet')}'`))).toHaveLength(20)
  })

  it('whose names are patterns are those files only', async () => {
    await mkdir(at('names'))
    await query(`COPY (${rows(0, 9)}) TO '${at('names/a.parquet')}'`)
    await query(`COPY (${rows(9, 7)}) TO '${at('names/b.tmp')}' (FORMAT parquet)`)
    await rename(at('names/b.tmp'), at('names/[a]*.parquet'))
    expect((await inspectHere(at('names/[a]*.parquet'), at('out'))).subject.rows).toBe(7)
    expect((await inspectHere(at('names'), at('out'))).subject.rows).toBe(16)
  })

  it('of JSON lines, packed or not, are tables with a query of their own', async () => {
    const lines = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({
        url: `https://a${i % 5}.example/${i}.jpg`,
        text: `a river ${i}`,
        similarity: i / 100,
      }),
    )
    await writeFile(at('a.jsonl.gz'), gzipSync(lines.slice(0, 20).join('\n')))
    await writeFile(at('b.jsonl'), lines.slice(20).join('\n'))
    await writeFile(at('c.ndjson'), lines.join('\r\n'))
    const { subject } = await inspectHere(at('*.jsonl*'), at('both'))
    expect(subject).toMatchObject({ rows: 50, files: 2 })
    const inspection = await inspectHere(at('c.ndjson'), at('lines'), { whatIf: { cut: 0.25 } })
    expect(there(inspection.funnel).kept).toBe(25)
    const sql = there(inspection.funnel).steps[0]?.query ?? ''
    expect(await query(sql.replace(`'c.ndjson'`, `'${at('c.ndjson')}'`))).toHaveLength(25)
  })
})
