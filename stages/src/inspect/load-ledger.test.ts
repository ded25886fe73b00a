import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DUCKDB_TYPES, type LedgerRow, ledgerColumns, type Verdict } from '@warc2dataset/schemas'
import { expect, it } from 'vitest'
import { literal, useDuck } from '../parquet/duck.js'
import { type LedgerSource, loadLedger } from './load-ledger.js'
import type { Inspected } from './pair-table.js'
import { TEST_SUBJECT } from './test-pairs.js'

const PLAN = 'text_length >= 4'
const SITE = "url_domain != 'failing.example'"
const KEEP = 'select.keep: similarity_m >= 0.3'
const SIZE = 'original_width >= 64'

const verdict = (filter: string, pass: boolean, score: number | null = null): Verdict => ({
  filter,
  score,
  value: null,
  pass,
})
const planned = [verdict(PLAN, true), verdict(SITE, true)]

const BASE: LedgerRow = {
  candidate_id: 0n,
  exit_phase: 'select',
  outcome: 'kept',
  reason: null,
  filter: null,
  detail: null,
  shadow: false,
  shadow_fate: null,
  verdicts: [],
  survivor_id: null,
  pi: 1,
  key: null,
  url: 'https://pictures.example/a.jpg',
  url_domain: 'pictures.example',
  page_url: 'https://pages.example/',
  page_domain: 'pages.example',
  text: 'a cat',
  text_kind: 'alt',
  language: 'en',
  script: 'Latn',
  text_class: null,
  html_lang: null,
  declared_width: null,
  declared_height: null,
  original_width: null,
  original_height: null,
  similarity: null,
  sha256: null,
  warc_filename: 'a.warc.gz',
  warc_record_offset: 0n,
  warc_inner_offset: 0n,
  image_index: 0,
}

const LEDGER: readonly Partial<LedgerRow>[] = [
  {
    exit_phase: 'dedup',
    outcome: 'dropped',
    reason: 'dup_url',
    filter: 'dedup',
    verdicts: [verdict('dedup', false)],
  },
  {
    exit_phase: 'plan',
    outcome: 'dropped',
    reason: 'plan_where',
    filter: PLAN,
    verdicts: [verdict(PLAN, false, 2), verdict(SITE, true)],
  },
  { exit_phase: 'fetch', outcome: 'failed', reason: 'http_status', verdicts: planned },
  {
    exit_phase: 'fetch',
    outcome: 'dropped',
    reason: 'block_list',
    filter: 'fetch.block_lists',
    verdicts: [verdict('fetch.block_lists', false)],
    url: '',
    url_domain: '',
    page_domain: null,
    page_url: null,
    text: null,
  },
  {
    outcome: 'dropped',
    reason: 'low_similarity',
    filter: KEEP,
    verdicts: [...planned, verdict(KEEP, false, 0.1), verdict(SIZE, false, 10)],
    similarity: 0.1,
  },
  { verdicts: [...planned, verdict(KEEP, true, 0.3), verdict(SIZE, true, 100)], similarity: 0.3 },
  // Past a filter of plan: one that select would have kept, one whose picture was gone.
  {
    outcome: 'dropped',
    reason: 'plan_where',
    filter: PLAN,
    shadow: true,
    shadow_fate: 'kept',
    verdicts: [
      verdict(PLAN, false, 1),
      verdict(SITE, true),
      verdict(KEEP, true, 0.4),
      verdict(SIZE, true, 90),
    ],
    similarity: 0.4,
  },
  {
    exit_phase: 'fetch',
    outcome: 'dropped',
    reason: 'plan_where',
    filter: PLAN,
    shadow: true,
    shadow_fate: 'http_status',
    verdicts: [verdict(PLAN, false, 1), verdict(SITE, false)],
  },
]

const SOURCE: LedgerSource = {
  ledger: 'ledger',
  skeletons: null,
  subject: TEST_SUBJECT,
  inShadow: 'candidate_id IN (5, 6, 7)',
  phaseOf: new Map([[SITE, 'plan']]),
  scorer: { model: 'm', toy: false, filter: KEEP, cut: 0.3 },
}

async function withLedger<T>(
  source: LedgerSource,
  use: (inspected: Inspected) => Promise<T>,
  ledger: readonly Partial<LedgerRow>[] = LEDGER,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'w2d-load-'))
  try {
    return await useDuck({ scratch, memoryBytes: 2 ** 28, threads: 2 }, async (duck) => {
      const columns = Object.entries(ledgerColumns).map(
        ([name, { type }]) => `"${name}" ${DUCKDB_TYPES[type]}`,
      )
      await duck.run(`CREATE TABLE ledger (${columns.join(', ')})`)
      for (const [at, row] of ledger.entries()) {
        const values = Object.values({ ...BASE, ...row, candidate_id: BigInt(at) }).map(sqlValue)
        await duck.run(`INSERT INTO ledger VALUES (${values.join(', ')})`)
      }
      return use(await loadLedger(duck, source))
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function sqlValue(value: LedgerRow[keyof LedgerRow]): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return literal(value)
  if (typeof value !== 'object') return String(value)
  const list = value.map(
    ({ filter, score, pass }) =>
      `{'filter': ${literal(filter)}, score: ${score ?? 'NULL'}, 'value': NULL, pass: ${pass}}`,
  )
  return `[${list.join(', ')}]::${DUCKDB_TYPES.verdicts}`
}

const named = ({ steps }: Inspected): readonly (string | null)[] =>
  steps.map(({ phase, filter, code }) => `${phase} ${filter ?? code}`)

it('finds the steps in the order of the way', async () => {
  expect(await withLedger(SOURCE, async (inspected) => named(inspected))).toEqual([
    'dedup dedup',
    `plan ${PLAN}`,
    `plan ${SITE}`,
    'fetch fetch.block_lists',
    'fetch http_status',
    `select ${KEEP}`,
    `select ${SIZE}`,
  ])
})

it('says of each row who saw it, who cut it, and where it left; a shadow row left at its first filter', async () => {
  const rows = await withLedger(SOURCE, ({ duck }) =>
    duck.rows(`SELECT row::DOUBLE AS "row", left_phase::DOUBLE AS left_phase, left_step::DOUBLE AS left_step,
      saw::DOUBLE AS saw, cut::DOUBLE AS cut, saw_all::DOUBLE AS saw_all, cut_all::DOUBLE AS cut_all, in_shadow
      FROM pairs ORDER BY "row"`),
  )
  const [dedup, plan, site, block, status, keep, size] = [1, 2, 4, 8, 16, 32, 64]
  const fetched = dedup + plan + site + block + status
  const all = fetched + keep + size
  expect(rows).toEqual(
    [
      [1, 0, dedup, dedup, dedup, dedup, false],
      [2, 1, dedup + plan + site, plan, dedup + plan + site, plan, false],
      [3, 4, fetched, status, fetched, status, false],
      // What a forgotten row passed before is not told.
      [3, 3, dedup + block + status, block, dedup + block + status, block, false],
      [4, 5, all, keep + size, all, keep + size, false],
      [5, -1, all, 0, all, 0, true],
      [2, 1, dedup + plan, plan, all, plan, true],
      [2, 1, dedup + plan, plan, fetched, plan + site + status, true],
    ].map(([left_phase, left_step, saw, cut, saw_all, cut_all, in_shadow], row) => ({
      row,
      left_phase,
      left_step,
      saw,
      cut,
      saw_all,
      cut_all,
      in_shadow,
    })),
  )
})

it('names the cut of the score, or finds the lowest that a rank let pass', async () => {
  const scoreOf = async (scorer: LedgerSource['scorer']): Promise<Inspected['score']> =>
    withLedger({ ...SOURCE, scorer }, async ({ score }) => score)
  const scorer = { model: 'm', toy: false, filter: KEEP, cut: 0.3 }
  const found = { column: 'similarity', model: 'm', toy: false, step: 5, cut: 0.3 }
  expect(await scoreOf(scorer)).toEqual(found)
  expect(await scoreOf({ ...scorer, cut: null })).toEqual(found)
  expect(await scoreOf({ ...scorer, filter: 'select.keep: other' })).toEqual({
    ...found,
    step: null,
    cut: null,
  })
  expect(await scoreOf(null)).toBeNull()
})

it('puts rows of one domain into one cluster, by the page before the picture', async () => {
  const rows = await withLedger(SOURCE, ({ duck }) =>
    duck.rows(
      `SELECT domain, count(DISTINCT "cluster")::DOUBLE AS clusters FROM pairs GROUP BY ALL ORDER BY domain`,
    ),
  )
  expect(rows).toEqual([
    { domain: 'pages.example', clusters: 1 },
    { domain: null, clusters: 1 },
  ])
})

const ASKED = 'opt_out.directives'
const refused = { outcome: 'dropped', filter: ASKED } as const
const OPTED_OUT: readonly Partial<LedgerRow>[] = [
  { ...refused, exit_phase: 'plan', reason: 'page_opted_out', verdicts: [verdict(ASKED, false)] },
  { ...refused, exit_phase: 'fetch', reason: 'x_robots_tag', verdicts: [verdict(ASKED, false)] },
  { outcome: 'kept', reason: null },
  // Of the shadow sample: opted out all the same.
  {
    exit_phase: 'fetch',
    outcome: 'dropped',
    reason: 'plan_where',
    filter: PLAN,
    shadow: true,
    shadow_fate: 'x_robots_tag',
    verdicts: [verdict(PLAN, false), verdict(ASKED, false)],
  },
]

it('has a step in each phase in which one filter ended ways', async () => {
  const [steps, rows] = await withLedger(
    { ...SOURCE, phaseOf: new Map([[PLAN, 'plan']]) },
    async (inspected) => [
      named(inspected),
      await inspected.duck.rows(`SELECT left_step::DOUBLE AS left_step, saw::DOUBLE AS saw, cut::DOUBLE AS cut,
        saw_all::DOUBLE AS saw_all, cut_all::DOUBLE AS cut_all FROM pairs ORDER BY "row"`),
    ],
    OPTED_OUT,
  )
  expect(steps).toEqual([`plan ${ASKED}`, `plan ${PLAN}`, `fetch ${ASKED}`])
  const [page, where, picture] = [1, 2, 4]
  const [inPlan, all] = [page + where, page + where + picture]
  expect(rows).toEqual([
    { left_step: 0, saw: inPlan, cut: page, saw_all: inPlan, cut_all: page },
    { left_step: 2, saw: all, cut: picture, saw_all: all, cut_all: picture },
    { left_step: -1, saw: all, cut: 0, saw_all: all, cut_all: 0 },
    { left_step: 1, saw: inPlan, cut: where, saw_all: all, cut_all: where + picture },
  ])
})
