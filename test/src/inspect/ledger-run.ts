import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeCommit } from '@warc2dataset/pipeline/commits/commits'
import { NO_COUNTS } from '@warc2dataset/pipeline/commits/counts'
import { fingerprintsOf, phases } from '@warc2dataset/pipeline/phases/index'
import { parseRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { openRunRecord } from '@warc2dataset/pipeline/run/run-record'
import { recordScorers } from '@warc2dataset/pipeline/run/scorer-records'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import {
  type Commit,
  DUCKDB_TYPES,
  fetchedColumns,
  ledgerColumns,
  type PhaseName,
  type Recipe,
  type Scorer,
  scoredColumns,
} from '@warc2dataset/schemas'
import { type Duck, literal, useDuck } from '@warc2dataset/stages/parquet/duck'

const PASSED: readonly PhaseName[] = ['extract', 'dedup', 'plan', 'fetch', 'select']

export interface LedgerRun {
  /** SQL expressions over table `source` for columns of the ledger; the rest is null, empty or a constant. */
  readonly columns: Readonly<Partial<Record<keyof typeof ledgerColumns, string>>>
  /** SQL: a row per candidate. */
  readonly source: string
  readonly scorers?: readonly Scorer[]
  readonly recipe?: Readonly<Record<string, unknown>>
  /** Scores of scorers beside the first: SQL over `source`, and of which rows. */
  readonly scored?: readonly {
    readonly scorer: string
    readonly similarity: string
    readonly where: string
  }[]
  /** SQL over `source`: may a failure of fetch pass? NULL of what is no failure, and of candidates without a row of fetch. */
  readonly retryable?: string
  /** Picture references without a candidate, by kind. */
  readonly without?: Readonly<Record<string, number>>
}

/** A model that nobody has: its scores are made up. */
export const MADE_UP_SCORER: Scorer = {
  version: 1,
  spec: 'file:made-up/manifest.json',
  name: 'made_up',
  id: 'made-up',
  encoder: 'made-up',
  dim: 8,
  digest: '0'.repeat(64),
  manifest: 'made-up/manifest.json',
  domain: null,
  toy: false,
  threshold: 0.28,
}

/** A run that is through select and of which only the ledger is there, with the commits that say so. */
export async function writeLedgerRun(folder: string, run: LedgerRun): Promise<void> {
  const { scorers = [], without = {} } = run
  const wanted = {
    source: { files: ['synthetic.warc.gz'] },
    score: { models: scorers.map(({ spec }) => spec) },
    ...run.recipe,
  }
  const recipe = parseRecipe(wanted, scorers)
  const storage = openLocalDisk(folder)
  const archives = [{ name: 'synthetic.warc.gz', path: join(folder, 'synthetic.warc.gz') }]
  await openRunRecord(storage, { recipe, archives, parent: null }, phases)
  await recordScorers(storage, scorers)
  await useDuck({ scratch: folder, memoryBytes: 2 ** 31, threads: 2 }, async (duck) => {
    const files = await writeLedger(duck, folder, { run, recipe })
    const all = `read_parquet([${[...files.values()].map((name) => literal(join(folder, name))).join(', ')}])`
    for (const phase of PASSED) {
      const counts = await countsOf(duck, all, phase)
      const images = { total: counts.in + sum(Object.values(without)), candidate: counts.in, ...without }
      const account = phase === 'extract' ? { images } : {}
      await writeCommit(storage, commitOf(phase, { recipe, counts, account, file: files.get(phase) ?? '' }))
    }
    if (run.retryable !== undefined) {
      const file = await writeFetched(duck, folder, { ...run, retryable: run.retryable })
      const made = { recipe, counts: NO_COUNTS, account: {}, file }
      await writeCommit(storage, { ...commitOf('fetch', made), unit: '00000' })
    }
    for (const scored of run.scored ?? []) {
      const file = await writeScored(duck, folder, { ...run, scored })
      const made = { recipe, counts: NO_COUNTS, account: {}, file }
      await writeCommit(storage, { ...commitOf('score', made), unit: `${scored.scorer}.00000` })
    }
  })
}

/** fetched/ in one shard: only what was not fetched, and whether it may pass. */
async function writeFetched(
  duck: Duck,
  folder: string,
  { source, columns, retryable }: Pick<LedgerRun, 'source' | 'columns'> & { readonly retryable: string },
): Promise<string> {
  const name = 'fetched/00000.parquet'
  const list = Object.entries(fetchedColumns).map(([column, { type, nullable }]) => {
    const own = column === 'retryable' ? retryable : column === 'key' ? columns.key : undefined
    const constant = nullable ? 'NULL' : EMPTY[type]
    return `CAST(${own ?? constant} AS ${DUCKDB_TYPES[type]}) AS "${column}"`
  })
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await duck.run(`COPY (SELECT ${list.join(', ')} FROM ${source} WHERE (${retryable}) IS NOT NULL)
    TO ${literal(join(folder, name))} (FORMAT parquet)`)
  return name
}

/** SQL: nothing, of each type of a column. */
const EMPTY: Readonly<Record<keyof typeof DUCKDB_TYPES, string>> = {
  string: `''`,
  bool: 'false',
  int32: '0',
  int64: '0',
  float: '0',
  double: '0',
  verdicts: '[]',
  texts: '[]',
  scored_texts: '[]',
}

/** scored/<scorer>/metadata/ in one shard, embeddings left out. */
async function writeScored(
  duck: Duck,
  folder: string,
  {
    source,
    columns,
    scored,
  }: {
    readonly source: string
    readonly columns: LedgerRun['columns']
    readonly scored: NonNullable<LedgerRun['scored']>[number]
  },
): Promise<string> {
  const name = `scored/${scored.scorer}/metadata/metadata_00000.parquet`
  const list = Object.entries(scoredColumns).map(([column, { type, nullable }]) => {
    const own = column === 'similarity' ? scored.similarity : columns[column as keyof typeof columns]
    const constant = nullable
      ? 'NULL'
      : type === 'string'
        ? `''`
        : type === 'scored_texts'
          ? '[]'
          : type === 'bool'
            ? 'false'
            : '0'
    return `CAST(${own ?? constant} AS ${DUCKDB_TYPES[type]}) AS "${column}"`
  })
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await duck.run(`COPY (SELECT ${list.join(', ')} FROM ${source} WHERE ${scored.where})
    TO ${literal(join(folder, name))} (FORMAT parquet)`)
  return name
}

async function writeLedger(
  duck: Duck,
  folder: string,
  { run, recipe }: { readonly run: LedgerRun; readonly recipe: Recipe },
): Promise<ReadonlyMap<PhaseName, string>> {
  const list = Object.entries(ledgerColumns).map(([name, { type, nullable }]) => {
    const constant = nullable ? 'NULL' : type === 'string' ? `''` : type === 'verdicts' ? '[]' : '1'
    const value = run.columns[name as keyof typeof ledgerColumns] ?? (type === 'bool' ? 'false' : constant)
    return `CAST(${value} AS ${DUCKDB_TYPES[type]}) AS "${name}"`
  })
  const selection = fingerprintsOf(recipe).select.slice(0, 12)
  const files = new Map<PhaseName, string>()
  for (const phase of PASSED) {
    const name =
      phase === 'select' ? `selections/${selection}/ledger.parquet` : `ledger/phase=${phase}/all.parquet`
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await duck.run(`COPY (SELECT * FROM (SELECT ${list.join(', ')} FROM ${run.source}) WHERE exit_phase = '${phase}')
      TO ${literal(join(folder, name))} (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION V1)`)
    files.set(phase, name)
  }
  return files
}

async function countsOf(duck: Duck, all: string, phase: PhaseName): Promise<Commit['counts']> {
  const after = PASSED.slice(PASSED.indexOf(phase)).map(literal).join(', ')
  const rows = await duck.rows<{ outcome: string; reason: string | null; left: boolean; n: number }>(`
    SELECT outcome, reason, exit_phase = '${phase}' AS "left", count(*)::DOUBLE AS n FROM ${all}
    WHERE exit_phase IN (${after}) GROUP BY ALL ORDER BY ALL`)
  const total = sum(rows.map(({ n }) => n))
  const by = (outcome: string): Record<string, number> =>
    Object.fromEntries(
      rows.filter((row) => row.left && row.outcome === outcome).map(({ reason, n }) => [reason ?? '', n]),
    )
  const [dropped, failed] = [by('dropped'), by('failed')]
  const kept = total - sum([...Object.values(dropped), ...Object.values(failed)])
  return { ...NO_COUNTS, in: total, kept, dropped, failed }
}

function commitOf(
  phase: PhaseName,
  made: {
    readonly recipe: Recipe
    readonly counts: Commit['counts']
    readonly account: Commit['account']
    readonly file: string
  },
): Commit {
  return {
    version: 1,
    phase,
    unit: 'all',
    generation: 0,
    fingerprint: fingerprintsOf(made.recipe)[phase],
    inputs: [],
    counts: made.counts,
    account: made.account,
    files: [{ name: made.file, bytes: 0, sha256: '0'.repeat(64) }],
    config: phases[phase].config(made.recipe),
    environment: {},
    times: { started: 0, ended: 0 },
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
