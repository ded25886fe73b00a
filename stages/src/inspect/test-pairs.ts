import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhaseName, Subject } from '@warc2dataset/schemas'
import { type Duck, literal, useDuck } from '../parquet/duck.js'
import {
  type Inspected,
  mentionColumns,
  pairColumns,
  type ScoreOfPairs,
  type StepOfWay,
} from './pair-table.js'

type PairName = keyof typeof pairColumns
/** What a test says of a row; the rest has the defaults of `DEFAULTS`. */
export type TestPair = Partial<Record<PairName, string | number | bigint | boolean | null>>

export const TEST_SUBJECT: Subject = {
  kind: 'run',
  name: 'run',
  rows: 0,
  files: 1,
  columns: [],
  scorers: [],
  toy: false,
  judged_by: [],
  dates: null,
  selection: null,
  shadow: 0.01,
}

const DEFAULTS: Record<PairName, TestPair[PairName]> = {
  row: 0,
  id: 0,
  url: 'https://pictures.example/a.jpg',
  domain: 'pages.example',
  text: '',
  text_kind: 'alt',
  language: null,
  script: null,
  text_class: null,
  skeleton: null,
  html_lang: null,
  length: 0,
  kept: true,
  left_phase: 5,
  left_step: -1,
  reason: null,
  shadow: false,
  in_shadow: false,
  saw: 0,
  cut: 0,
  saw_all: 0,
  cut_all: 0,
  score: null,
  width: null,
  height: null,
  sha256: null,
  key: null,
  site_kind: 'other',
  cluster: 0,
  stratum: 0,
}

export interface TestWorld {
  readonly pairs: readonly TestPair[]
  readonly mentions?: readonly (readonly [row: number, group: number])[]
  readonly steps?: readonly StepOfWay[]
  readonly phases?: readonly PhaseName[]
  readonly score?: ScoreOfPairs | null
  readonly subject?: Partial<Subject>
  readonly strataLanguages?: readonly string[]
  readonly knows?: Partial<Inspected['knows']>
}

/** Tables `pairs` and `mentions` as a loader leaves them; `row` and `id` are numbers in order, `length` that of text. */
export async function withTestPairs<T>(
  world: TestWorld,
  use: (inspected: Inspected) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'w2d-inspect-'))
  try {
    return await useDuck({ scratch, memoryBytes: 2 ** 29, threads: 2 }, async (duck) => {
      await writeTables(duck, world)
      const clusters = new Set(world.pairs.map(({ cluster = 0 }) => cluster)).size
      return use({
        duck,
        subject: { ...TEST_SUBJECT, rows: world.pairs.length, ...world.subject },
        phases: world.phases ?? ['extract', 'dedup', 'plan', 'fetch', 'select'],
        steps: world.steps ?? [],
        score: world.score ?? null,
        strataLanguages: world.strataLanguages ?? ['en'],
        domains: clusters,
        clusters,
        knows: {
          rejected: true,
          domain: true,
          text: true,
          size: true,
          sha256: true,
          skeleton: true,
          ...world.knows,
        },
      })
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function writeTables(duck: Duck, { pairs, mentions = [] }: TestWorld): Promise<void> {
  const names = Object.keys(pairColumns) as PairName[]
  const columns = names.map((name) => `"${name}" ${pairColumns[name]}`)
  await duck.run(`CREATE TABLE pairs (${columns.join(', ')})`)
  const CHUNK = 1000
  for (let start = 0; start < pairs.length; start += CHUNK) {
    const rows = pairs.slice(start, start + CHUNK).map((pair, at) => {
      const row = start + at
      const full = { ...DEFAULTS, row, id: row, length: [...String(pair.text ?? '')].length, ...pair }
      return `(${names.map((name) => sqlValue(full[name] ?? null)).join(', ')})`
    })
    await duck.run(`INSERT INTO pairs VALUES ${rows.join(', ')}`)
  }
  await duck.run(`CREATE TABLE mentions (row ${mentionColumns.row}, grp ${mentionColumns.grp})`)
  if (mentions.length > 0) {
    const rows = mentions.map(([row, group]) => `(${row}, ${group})`)
    await duck.run(`INSERT INTO mentions VALUES ${rows.join(', ')}`)
  }
}

function sqlValue(value: string | number | bigint | boolean | null): string {
  if (value === null) return 'NULL'
  return typeof value === 'string' ? literal(value) : String(value)
}
