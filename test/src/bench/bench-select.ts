import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCommit } from '@warc2dataset/pipeline/commits/commits'
import { NO_COUNTS } from '@warc2dataset/pipeline/commits/counts'
import { fingerprintsOf, phases } from '@warc2dataset/pipeline/phases/index'
import type { RunView } from '@warc2dataset/pipeline/phases/phase'
import { parseRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import { openRunRecord } from '@warc2dataset/pipeline/run/run-record'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { type Commit, DUCKDB_TYPES, fetchedColumns, PHASES, type PhaseName } from '@warc2dataset/schemas'
import { type Duck, openDuck } from '@warc2dataset/stages/parquet/duck'
import { CLI } from '../place.js'
import { type Measured, measure, median } from './measure.js'

const SHARD_ROWS = 10_000
const ROUNDS = 3
const WHERE =
  'original_width >= 200 and original_height >= 200 and aspect between 0.5 and 2 and text_length >= 5'

/** `select [ROWS]`: re-cuts a run of synthetic rows (default 1e6), each time with another threshold. */
export async function benchSelect(rows: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-select-'))
  try {
    await syntheticRun(folder, rows)
    const runs: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const where = WHERE.replace('200', String(200 + round))
      runs.push(await measure([process.execPath, CLI, 'select', folder, '--set', `select.where=${where}`]))
    }
    const seconds = median(runs.map((run) => run.seconds))
    process.stdout.write('| rows | filters | select s | rows/s | peak MiB |\n|---|---|---|---|---|\n')
    process.stdout.write(
      `| ${rows} | 4 | ${seconds.toFixed(2)} | ${Math.round(rows / seconds)} | ${Math.max(...runs.map((run) => run.peakMiB)).toFixed(0)} |\n`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A run that is fetched: the commits up to fetch, and fetched/ Parquet without pictures (select opens none). */
async function syntheticRun(folder: string, rows: number): Promise<void> {
  const storage = openLocalDisk(folder)
  const recipe = parseRecipe({ source: { files: ['synthetic.warc.gz'] } })
  const archives = [{ name: 'synthetic.warc.gz', path: join(folder, 'synthetic.warc.gz') }]
  const written = new Map<PhaseName, Commit[]>()
  const view: RunView = {
    recipe,
    archives,
    scorers: [],
    annotators: [],
    vae: null,
    storage,
    target: storage,
    fingerprints: fingerprintsOf(recipe),
    commits: async (phase) => written.get(phase) ?? [],
    commit: async (phase, unit) => written.get(phase)?.find((commit) => commit.unit === unit) as Commit,
  }
  await openRunRecord(storage, { recipe, archives, parent: null }, phases)
  const shards = Array.from({ length: Math.ceil(rows / SHARD_ROWS) }, (_, index) =>
    String(index).padStart(5, '0'),
  )
  await writeFetched(folder, shards, rows)
  for (const phase of PHASES.slice(0, PHASES.indexOf('select'))) {
    written.set(phase, [])
    for (const { id, inputs } of await phases[phase].units(view)) {
      const units = phase === 'fetch' ? shards.length : 1
      const names =
        phase === 'plan'
          ? shards.map((shard) => `plan/${shard}.parquet`)
          : phase === 'fetch'
            ? [`fetched/${id}.parquet`]
            : []
      const n = units === 1 ? rows : Math.min(SHARD_ROWS, rows - Number(id) * SHARD_ROWS)
      const commit = syntheticCommit(view, phase, { id, inputs, n, names })
      await writeCommit(storage, commit)
      written.get(phase)?.push(commit)
    }
  }
}

function syntheticCommit(
  { fingerprints, recipe }: RunView,
  phase: PhaseName,
  unit: {
    readonly id: string
    readonly inputs: Readonly<Commit['inputs']>
    readonly n: number
    readonly names: readonly string[]
  },
): Commit {
  return {
    version: 1,
    phase,
    unit: unit.id,
    generation: 0,
    fingerprint: fingerprints[phase],
    inputs: [...unit.inputs],
    counts:
      phase === 'fetch' ? fetchCounts(Number(unit.id), unit.n) : { ...NO_COUNTS, in: unit.n, kept: unit.n },
    account: { archive: { bytes: 0, sha256: '' } },
    files: unit.names.map((name) => ({ name, bytes: 0, sha256: '0'.repeat(64) })),
    config: phases[phase].config(recipe),
    environment: {},
    times: { started: 0, ended: 0 },
  }
}

/** Every tenth row has no picture, as `status` below says. */
function fetchCounts(shard: number, n: number): Commit['counts'] {
  const first = shard * SHARD_ROWS
  const missing = Math.ceil((first + n) / 10) - Math.ceil(first / 10)
  return { ...NO_COUNTS, in: n, kept: n - missing, dropped: { not_in_archive: missing } }
}

/** Values that a real run has, as SQL over the row number `i`; what is not named is null or a constant. */
const VALUES: Readonly<Record<string, string>> = {
  candidate_id: '(i * 2654435761)::BIGINT',
  key: `lpad(i::VARCHAR, 9, '0')`,
  url: `'https://site-' || (i % 5000) || '.example/pictures/' || md5(i::VARCHAR) || '.jpg'`,
  url_domain: `'site-' || (i % 5000) || '.example'`,
  page_url: `'https://site-' || (i % 5000) || '.example/page/' || (i // 10)`,
  page_domain: `'site-' || (i % 5000) || '.example'`,
  text: `'a photograph of thing number ' || i || ' ' || md5((i * 7)::VARCHAR)`,
  caption: `'a photograph of thing number ' || i || ' ' || md5((i * 7)::VARCHAR)`,
  text_length: '(5 + i % 120)::INTEGER',
  status: `CASE WHEN i % 10 = 0 THEN 'failed_to_download' ELSE 'success' END`,
  original_width: '(64 + (i * 7919) % 1500)::INTEGER',
  original_height: '(64 + (i * 104729) % 1200)::INTEGER',
  width: '(64 + (i * 7919) % 1024)::INTEGER',
  height: '(64 + (i * 104729) % 1024)::INTEGER',
  md5: 'md5(i::VARCHAR)',
  sha256: 'sha256(i::VARCHAR)',
  tar_offset: '((i % 10000) * 90000)::BIGINT',
  tar_size: '(20000 + (i * 31) % 80000)::BIGINT',
  texts: `[{kind: 'alt', "text": 'a photograph of thing number ' || i, text_id: i::BIGINT, n: 1}]`,
  verdicts: '[]',
}

async function writeFetched(folder: string, shards: readonly string[], rows: number): Promise<void> {
  await mkdir(join(folder, 'fetched'), { recursive: true })
  const duck: Duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 31, threads: 2 })
  const list = Object.entries(fetchedColumns).map(([name, { type, nullable }]) => {
    const constant = nullable ? 'NULL' : type === 'string' ? `'alt'` : '1'
    return `CAST(${VALUES[name] ?? constant} AS ${DUCKDB_TYPES[type]}) AS "${name}"`
  })
  for (const [index, shard] of shards.entries()) {
    const [first, end] = [index * SHARD_ROWS, Math.min(rows, (index + 1) * SHARD_ROWS)]
    await duck.copy(
      `SELECT ${list.join(', ')} FROM range(${first}, ${end}) t(i)`,
      '"key"',
      join(folder, 'fetched', `${shard}.parquet`),
    )
  }
  duck.close()
}
