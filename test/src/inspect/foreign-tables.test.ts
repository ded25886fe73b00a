import { basename } from 'node:path'
import type { Inspection } from '@warc2dataset/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inspectHere, there } from './inspect-here.js'

const at = tempFolder()

/** LAION-400M's columns with the numbers of LAION-5B's; scores are FLOAT, as img2dataset's are. */
const LAION = `SELECT 'https://site' || (i % 37) || '.example/' || i || '.jpg' AS "URL",
    CASE WHEN i % 3 = 0 THEN 'a woman near the river ' || i ELSE 'red chair for sale ' || i END AS "TEXT",
    ((hash(i) % 100000) / 250000.0)::FLOAT AS similarity, 100 + i % 700 AS "WIDTH", 200 + i % 300 AS "HEIGHT",
    CASE i % 4 WHEN 0 THEN 'nolang' WHEN 1 THEN 'de' WHEN 2 THEN NULL ELSE 'EN' END AS "LANGUAGE",
    'UNLIKELY' AS "NSFW", 0.1::FLOAT AS punsafe FROM range(1000) t(i)`
const DATACOMP = `SELECT md5(i::VARCHAR) AS uid, 'https://site' || (i % 11) || '.example/' || i || '.jpg' AS url,
    'a photo of number ' || i AS "text", 400 AS original_width, 300 AS original_height,
    i / 500.0 AS clip_b32_similarity_score, (499 - i) / 500.0 AS clip_l14_similarity_score,
    sha256((i // 3)::VARCHAR) AS sha256 FROM range(500) t(i)`
/** As img2dataset writes it beside its tars. */
const IMG2DATASET = `SELECT 'https://site.example/' || i AS url, 'a caption ' || i AS caption, lpad(i::VARCHAR, 9, '0') AS "key",
    CASE WHEN i % 2 = 0 THEN 'success' ELSE 'failed_to_download' END AS status,
    CASE WHEN i % 2 = 0 THEN NULL ELSE 'HTTP Error 404' END AS error_message,
    CASE WHEN i % 2 = 0 THEN 256 END AS width, CASE WHEN i % 2 = 0 THEN 256 END AS height,
    CASE WHEN i % 2 = 0 THEN 1024 END AS original_width, CASE WHEN i % 2 = 0 THEN 512 END AS original_height
    FROM range(60) t(i)`

beforeAll(async () => {
  for (const [name, rows] of Object.entries({ laion: LAION, datacomp: DATACOMP, img2dataset: IMG2DATASET })) {
    await query(`COPY (${rows}) TO '${at(`${name}.parquet`)}'`)
  }
})

async function count(table: string, condition: string): Promise<number> {
  const [row] = await query(`SELECT count(*) AS n FROM '${at(table)}' WHERE ${condition}`)
  return Number(row?.['n'])
}

function mapped({ subject }: Inspection): Readonly<Record<string, string>> {
  return Object.fromEntries(subject.columns.map(({ read_as, column }) => [read_as, column]))
}

/** Rows that the query beside the only step gives, run where the file is. */
async function rowsOfQuery(inspection: Inspection, file: string): Promise<number> {
  const [step, ...others] = there(inspection.funnel).steps
  expect(others).toEqual([])
  const sql = (step?.query ?? '').replaceAll(`'${basename(file)}'`, `'${file}'`)
  const rows = await query(sql)
  return rows.length
}

describe('LAION’s columns', () => {
  it('are read by their names, and each row was kept', async () => {
    const inspection = await inspectHere(at('laion.parquet'), at('laion'))
    expect(mapped(inspection)).toEqual({
      url: 'URL',
      text: 'TEXT',
      score: 'similarity',
      language: 'LANGUAGE',
      width: 'WIDTH',
      height: 'HEIGHT',
    })
    expect(inspection.subject).toMatchObject({ kind: 'parquet', name: 'laion.parquet', rows: 1000, files: 1 })
    expect(inspection.funnel).toEqual({
      not_available: expect.stringMatching(/no record of what came before/),
    })
    const bins = there(inspection.threshold).scored.counts
    expect(bins.reduce((sum, n) => sum + n, 0)).toBe(1000)
    expect(there(inspection.sources).domains).toHaveLength(37)
  })

  it('nolang and NULL are no languages, EN is one', async () => {
    const { languages } = there((await inspectHere(at('laion.parquet'), at('languages'))).languages)
    expect(new Map(languages.map(({ value, candidates }) => [value, candidates]))).toEqual(
      new Map([
        [null, await count('laion.parquet', `"LANGUAGE" IS NULL OR "LANGUAGE" = 'nolang'`)],
        ['de', await count('laion.parquet', `"LANGUAGE" = 'de'`)],
        ['en', await count('laion.parquet', `"LANGUAGE" = 'EN'`)],
      ]),
    )
  })

  it.each([0.2345, -1])('what if the cut were %d', async (cut) => {
    const inspection = await inspectHere(at('laion.parquet'), at('cut'), { whatIf: { cut } })
    const kept = await count('laion.parquet', `similarity::DOUBLE >= ${cut}e0`)
    const { candidates, kept: found, steps } = there(inspection.funnel)
    expect({ candidates, found }).toEqual({ candidates: 1000, found: kept })
    expect(steps.map(({ left }) => left)).toEqual([1000 - kept])
    expect(await rowsOfQuery(inspection, at('laion.parquet'))).toBe(1000 - kept)
    expect(inspection.subject.judged_by).toEqual([`what if: similarity >= ${cut}`])
  })

  it.each([0.013, 0.3, 1])('the best %d by rank', async (fraction) => {
    const inspection = await inspectHere(at('laion.parquet'), at('top'), { whatIf: { fraction } })
    const [row] =
      await query(`SELECT count(*) AS n FROM '${at('laion.parquet')}' WHERE similarity >= (SELECT min(similarity)
      FROM (SELECT similarity FROM '${at('laion.parquet')}' ORDER BY similarity DESC LIMIT ${Math.floor(fraction * 1000)}))`)
    expect(there(inspection.funnel).kept).toBe(Number(row?.['n']))
    expect(await rowsOfQuery(inspection, at('laion.parquet'))).toBe(1000 - Number(row?.['n']))
  })
})

describe('DataComp’s columns', () => {
  it('are judged by the L/14 score unless another is named', async () => {
    const wishes = { whatIf: { cut: 0.9 } }
    const found = await inspectHere(at('datacomp.parquet'), at('l14'), wishes)
    expect(mapped(found)).toMatchObject({ score: 'clip_l14_similarity_score', sha256: 'sha256' })
    expect(there(found.funnel).kept).toBe(await count('datacomp.parquet', 'clip_l14_similarity_score >= 0.9'))
    const score = 'clip_b32_similarity_score'
    const named = await inspectHere(at('datacomp.parquet'), at('b32'), { ...wishes, score })
    expect(mapped(named)).toMatchObject({ score })
    expect(there(named.threshold).score).toBe(score)
    // Both have as many at 0.9, by construction not the same ones: the first of each tells which it was.
    expect(there(named.funnel).steps[0]?.query).toContain(`"${score}"`)
  })

  it('give pictures that are there under several URLs', async () => {
    const { images } = await inspectHere(at('datacomp.parquet'), at('pictures'))
    const [row] = await query(`SELECT count(*) AS pictures, count(*) FILTER (n > 1) AS repeated,
      sum(n) FILTER (n > 1) AS rows FROM (SELECT count(*) AS n FROM '${at('datacomp.parquet')}' GROUP BY sha256)`)
    const { pictures, repeated, repeated_rows, rows } = there(there(images).duplicates)
    expect({ pictures, repeated, repeated_rows, rows }).toEqual({
      pictures: Number(row?.['pictures']),
      repeated: Number(row?.['repeated']),
      repeated_rows: Number(row?.['rows']),
      rows: 500,
    })
  })
})

it('img2dataset’s columns: the size is that of the original', async () => {
  const inspection = await inspectHere(at('img2dataset.parquet'), at('img2dataset'))
  expect(mapped(inspection)).toEqual({
    url: 'url',
    text: 'caption',
    width: 'original_width',
    height: 'original_height',
  })
  // log2 of 1024 and 512, in halves.
  expect(there(there(inspection.images).sizes).cells).toEqual([[20, 18, 30, 30]])
  expect(inspection.threshold).toEqual({ not_available: expect.stringMatching(/No row has a score/) })
})
