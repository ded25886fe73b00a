import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useDuck } from '../parquet/duck.js'
import { loadTable, type NoColumns, type TableSource } from './load-table.js'
import { nameColumns } from './name-columns.js'
import type { Inspected } from './pair-table.js'
import { TEST_SUBJECT } from './test-pairs.js'

const LAION = `(VALUES
  ('https://a.shop.example/1.jpg', 'Buy a red shoe', 0.31, 640, 480),
  ('https://b.shop.example/IMG_0001.jpg', 'IMG_0001', 0.20, 64, 64),
  ('https://other.test/3.jpg', NULL, NULL, NULL, NULL)) AS t("URL", "TEXT", similarity, "WIDTH", "HEIGHT")`

const SOURCE: TableSource = {
  table: LAION,
  subject: { ...TEST_SUBJECT, kind: 'parquet', shadow: null },
  score: null,
  whatIf: null,
  measure: { language: (text) => (text.startsWith('Buy') ? 'en' : null) },
}

async function load<T>(source: TableSource, use: (loaded: Inspected | NoColumns) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'w2d-load-'))
  try {
    return await useDuck({ scratch, memoryBytes: 2 ** 28, threads: 2 }, async (duck) =>
      use(await loadTable(duck, source)),
    )
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function isLoaded(loaded: Inspected | NoColumns): asserts loaded is Inspected {
  if (!('duck' in loaded)) throw new Error(`Expected a table, got ${loaded.columns.join(', ')}`)
}

const PAIRS = `SELECT url, domain, "text", "language", text_class, kept, left_step::DOUBLE AS left_step, score, width
  FROM pairs ORDER BY "row"`

it('reads LAION names, measures texts, and keeps every row', async () => {
  await load(SOURCE, async (loaded) => {
    isLoaded(loaded)
    expect(await loaded.duck.rows(PAIRS)).toEqual([
      {
        url: 'https://a.shop.example/1.jpg',
        domain: 'shop.example',
        text: 'Buy a red shoe',
        language: 'en',
        text_class: null,
        kept: true,
        left_step: -1,
        score: 0.31,
        width: 640,
      },
      {
        url: 'https://b.shop.example/IMG_0001.jpg',
        domain: 'shop.example',
        text: 'IMG_0001',
        language: null,
        text_class: 'camera',
        kept: true,
        left_step: -1,
        score: 0.2,
        width: 64,
      },
      {
        url: 'https://other.test/3.jpg',
        domain: 'other.test',
        text: '',
        language: null,
        text_class: null,
        kept: true,
        left_step: -1,
        score: null,
        width: null,
      },
    ])
    expect(loaded.knows).toMatchObject({ rejected: false, size: true, sha256: false })
    expect(loaded.subject.columns).toEqual([
      { read_as: 'url', column: 'URL' },
      { read_as: 'text', column: 'TEXT' },
      { read_as: 'score', column: 'similarity' },
      { read_as: 'width', column: 'WIDTH' },
      { read_as: 'height', column: 'HEIGHT' },
    ])
  })
})

it('judges by a what-if: a number, or a share of the scored rows', async () => {
  const kept = async (whatIf: TableSource['whatIf']): Promise<unknown> =>
    load({ ...SOURCE, whatIf }, async (loaded) => {
      isLoaded(loaded)
      const rows = await loaded.duck.rows('SELECT kept, reason FROM pairs ORDER BY "row"')
      return { rows, cut: loaded.score?.cut, steps: loaded.steps.map(({ filter }) => filter) }
    })
  const rows = [
    { kept: true, reason: null },
    { kept: false, reason: 'low_similarity' },
    { kept: false, reason: 'no_score' },
  ]
  expect(await kept({ cut: 0.3 })).toEqual({ rows, cut: 0.3, steps: ['what if: similarity >= 0.3'] })
  expect(await kept({ fraction: 1 })).toMatchObject({ cut: 0.2 })
  expect(await kept({ fraction: 0.5 })).toMatchObject({ rows, cut: 0.31 })
  expect(await kept({ fraction: 0.4 })).toMatchObject({ rows, cut: 0.31 })
})

it('keeps as many of the best as the share says', async () => {
  const table = `(SELECT 'u' || i AS url, 't' AS "text", i / 100.0 AS similarity FROM range(100) r(i))`
  for (const [fraction, kept] of [
    [0.3, 30],
    [0.299, 29],
    [0.01, 1],
    [0.995, 99],
  ] as const) {
    await load({ ...SOURCE, table, whatIf: { fraction } }, async (loaded) => {
      isLoaded(loaded)
      expect(await loaded.duck.rows('SELECT count(*)::DOUBLE AS n FROM pairs WHERE kept')).toEqual([
        { n: kept },
      ])
    })
  }
})

it('keeps the row whose FLOAT is the cut, which a decimal literal would miss by its last bit', async () => {
  const table = `(SELECT 'u' AS url, unnest([0.014, 0.001])::FLOAT AS similarity)`
  await load({ ...SOURCE, table, whatIf: { fraction: 0.5 } }, async (loaded) => {
    isLoaded(loaded)
    expect(loaded.score?.cut).toBe(Math.fround(0.014))
    expect(await loaded.duck.rows('SELECT kept FROM pairs ORDER BY "row"')).toEqual([
      { kept: true },
      { kept: false },
    ])
  })
})

it('takes what stands for no language for none, and nothing for SQL', async () => {
  const given = [
    `'EN '`,
    `'pt-BR'`,
    `'nolang'`,
    `'und'`,
    `'un'`,
    `' '`,
    'NULL',
    `'e' || chr(0) || 'n'`,
    `'x''"; --'`,
    `repeat('y', 10000)`,
  ]
  const table = `(SELECT 'u' AS url, 'Buy a text' AS "text", unnest([${given.join(', ')}]) AS "LANGUAGE")`
  await load({ ...SOURCE, table }, async (loaded) => {
    isLoaded(loaded)
    const rows = await loaded.duck.rows<{ language: string | null }>(
      'SELECT "language" FROM pairs ORDER BY "row"',
    )
    expect(rows.map(({ language }) => language)).toEqual([
      'en',
      'pt-br',
      ...[null, null, null, null, null],
      'en',
      `x'"; --`,
      'y'.repeat(35),
    ])
  })
})

it('takes NaN and the infinities for no score', async () => {
  const table = `(SELECT 'u' AS url, unnest([0.5, 'nan'::DOUBLE, 'inf'::DOUBLE, '-inf'::DOUBLE]) AS similarity)`
  await load({ ...SOURCE, table, whatIf: { cut: 0.1 } }, async (loaded) => {
    isLoaded(loaded)
    expect(await loaded.duck.rows('SELECT score, kept FROM pairs ORDER BY "row"')).toEqual([
      { score: 0.5, kept: true },
      ...Array.from({ length: 3 }, () => ({ score: null, kept: false })),
    ])
  })
})

it('says which columns there are if none is known', async () => {
  const source = { ...SOURCE, table: '(SELECT 1 AS id, 2 AS weight)' }
  expect(await load(source, async (loaded) => ('duck' in loaded ? null : loaded.columns))).toEqual([
    'id',
    'weight',
  ])
})

it('takes the first name that is there, whatever its case', () => {
  const names = { text: ['text', 'caption'], url: ['url'] }
  expect(nameColumns(['CAPTION', 'Text', 'x'], names)).toEqual({ text: 'Text' })
  expect(nameColumns(['CAPTION'], names)).toEqual({ text: 'CAPTION' })
})
