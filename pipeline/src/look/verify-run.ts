import { type Commit, PHASES, type PhaseName, RunError } from '@warc2dataset/schemas'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { type Duck, literal } from '@warc2dataset/stages/parquet/duck'
import { CANDIDATE_PHASES, checkPhases, closeAccount, phaseCounts } from '../commits/accounts.js'
import { phases as table } from '../phases/index.js'
import { placeOf, type RunView } from '../phases/phase.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { sha256File } from '../unit/run-unit.js'
import { isLedger } from './is-ledger.js'
import { readTar } from './read-tar.js'

export interface Verification {
  readonly commits: number
  readonly files: number
  readonly problems: readonly string[]
}

/**
 * Checks that what the commits promise is there: every file with its size, and both accounts. `deep` also hashes
 * every file, counts ledger rows again, and compares tars with their Parquet.
 */
export async function verifyRun(view: RunView, { deep }: { readonly deep: boolean }): Promise<Verification> {
  const commits = (await Promise.all(PHASES.map((phase) => view.commits(phase)))).flat()
  const problems = [...(await missingFiles(view, commits)), ...(await unbalanced(view))]
  // What is not there cannot be opened.
  if (deep && problems.length === 0) problems.push(...(await deepProblems(view, commits)))
  return { commits: commits.length, files: commits.flatMap(({ files }) => files).length, problems }
}

async function missingFiles(view: RunView, commits: readonly Commit[]): Promise<readonly string[]> {
  const problems: string[] = []
  for (const { phase, files } of commits) {
    for (const { name, bytes } of files) {
      const size = await placeOf(phase, view).size(name)
      if (size !== bytes) problems.push(`${name}: Expected ${bytes} bytes, got ${size ?? 'no file'}`)
    }
  }
  return problems
}

/** Both accounts, from the commits, as far as phases are complete. */
async function unbalanced(view: RunView): Promise<readonly string[]> {
  const counts = new Map<PhaseName, ReturnType<typeof phaseCounts>>()
  const problems: string[] = []
  let incomplete: PhaseName | null = null
  for (const phase of CANDIDATE_PHASES) {
    const commits = await view.commits(phase)
    if (incomplete !== null) {
      if (commits.length > 0)
        problems.push(`Phase ${phase} has commits, but phase ${incomplete} before it lacks some`)
      continue
    }
    if (commits.length < (await table[phase].units(view)).length) incomplete = phase
    else counts.set(phase, phaseCounts(commits))
  }
  try {
    checkPhases(counts)
    if (counts.has('select')) closeAccount(counts)
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    problems.push(error.message)
  }
  return problems
}

async function deepProblems(view: RunView, commits: readonly Commit[]): Promise<readonly string[]> {
  return withTempDuck(async (duck, scratch) => {
    const local = (phase: PhaseName, name: string): Promise<string> =>
      placeOf(phase, view).toLocal(name, scratch)
    const problems: string[] = []
    for (const commit of commits) {
      for (const { name, sha256 } of commit.files) {
        const now = await sha256File(await local(commit.phase, name))
        if (now !== sha256) problems.push(`${name}: Expected sha256 ${sha256}, got ${now}`)
      }
    }
    if (problems.length > 0) return problems
    for (const commit of commits)
      problems.push(
        ...(await recount(duck, commit, local)),
        ...(await compareTar(duck, commit, local)),
        ...(await compareEmbeddings(duck, commit, local)),
      )
    return [...problems, ...(await recountLedger(duck, view, commits, local))]
  })
}

type Local = (phase: PhaseName, name: string) => Promise<string>

/** Ledger rows of one unit, by reason, against its counts. */
async function recount(duck: Duck, commit: Commit, local: Local): Promise<readonly string[]> {
  const ledger = commit.files.find(({ name }) => isLedger(name))
  if (ledger === undefined) return []
  const rows = await duck.rows<{ outcome: string; reason: string; n: number }>(
    `SELECT outcome, reason, count(*)::DOUBLE AS n FROM read_parquet(${literal(await local(commit.phase, ledger.name))})
     WHERE outcome <> 'kept' GROUP BY ALL ORDER BY ALL`,
  )
  const found = JSON.stringify(rows.map(({ outcome, reason, n }) => [outcome, reason, n]).sort())
  const { dropped, failed } = commit.counts
  const promised = JSON.stringify(
    [
      ...Object.entries(dropped).map(([reason, n]) => ['dropped', reason, n]),
      ...Object.entries(failed).map(([reason, n]) => ['failed', reason, n]),
    ].sort(),
  )
  return found === promised ? [] : [`${ledger.name}: Expected ${promised}, got ${found}`]
}

/** One row per candidate over the whole run, none twice. */
async function recountLedger(
  duck: Duck,
  view: RunView,
  commits: readonly Commit[],
  local: Local,
): Promise<readonly string[]> {
  if ((await view.commits('select')).length === 0) return []
  const paths: string[] = []
  for (const { phase, files } of commits) {
    for (const { name } of files) if (isLedger(name)) paths.push(await local(phase, name))
  }
  const [row] = await duck.rows<{ n: number; ids: number }>(
    `SELECT count(*)::DOUBLE AS n, count(DISTINCT candidate_id)::DOUBLE AS ids FROM read_parquet([${paths.map(literal).join(', ')}])`,
  )
  const candidates = phaseCounts(await view.commits('extract')).in
  return row?.n === candidates && row.ids === candidates
    ? []
    : [
        `ledger: Expected one row for each of ${candidates} candidates, got ${row?.n} rows of ${row?.ids} candidates`,
      ]
}

/** Embeddings and metadata of a scored shard have the same number of rows. */
async function compareEmbeddings(duck: Duck, commit: Commit, local: Local): Promise<readonly string[]> {
  const metadata = commit.files.find(({ name }) => /\/metadata\/.*\.parquet$/.test(name))
  if (metadata === undefined) return []
  const [row] = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM read_parquet(${literal(await local(commit.phase, metadata.name))})`,
  )
  const problems: string[] = []
  for (const { name } of commit.files.filter((file) => file.name.endsWith('.npy'))) {
    const { rows } = await readNpy(await local(commit.phase, name), 0, 0)
    if (rows !== row?.n) problems.push(`${name}: Expected ${row?.n} rows as in ${metadata.name}, got ${rows}`)
  }
  return problems
}

/** The keys of a tar are those of its Parquet, in order, and each row points at its picture. */
async function compareTar(duck: Duck, commit: Commit, local: Local): Promise<readonly string[]> {
  const tar = commit.files.find(({ name }) => name.endsWith('.tar'))
  const parquet = commit.files.find(({ name }) => /^(fetched|dataset)\/.*\.parquet$/.test(name))
  if (tar === undefined || parquet === undefined) return []
  const rows = await duck.rows<{ key: string; tar_offset: bigint; tar_size: bigint }>(
    `SELECT "key", tar_offset, tar_size FROM read_parquet(${literal(await local(commit.phase, parquet.name))})
     WHERE tar_offset IS NOT NULL ORDER BY tar_offset`,
  )
  const promised = rows.flatMap(({ key, tar_offset, tar_size }) => [
    `${key}.jpg ${tar_offset} ${tar_size}`,
    `${key}.txt`,
    `${key}.json`,
  ])
  const members = await readTar(await local(commit.phase, tar.name))
  const found = members.map(({ name, offset, size }) =>
    name.endsWith('.jpg') ? `${name} ${offset} ${size}` : name,
  )
  const wrong = promised.findIndex((name, index) => name !== found[index])
  if (wrong === -1 && promised.length === found.length) return []
  return [
    `${tar.name}: Expected ${promised[wrong] ?? 'the end'} as member ${wrong}, got ${found[wrong] ?? 'the end'}`,
  ]
}
