import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Commit, PHASES } from '@warc2dataset/schemas'
import { makeCrawl } from './crash-crawl.js'
import { type Mode, ordersOf, type Proof } from './proof.js'
import { compareSnapshots, listCommits, takeSnapshot } from './snapshot.js'
import { startCli } from './start-run.js'

/** What an undisturbed run did; the proof is worth nothing if it was small or one after another. */
export interface Undisturbed {
  readonly mode: string
  readonly durationMs: number
  /** Most units that were under way at one moment in different processes, by the times in their commits. */
  readonly atOnce: number
  readonly workers: number
  /** Units by phase. */
  readonly units: Readonly<Record<string, number>>
  readonly files: number
  readonly problems: readonly string[]
}

/** Makes the crawl, and the run that all others are compared with. */
export async function openProof(
  folder: string,
  mode: Mode,
): Promise<{ readonly proof: Proof; readonly run: Undisturbed }> {
  await mkdir(folder, { recursive: true })
  const recipe = await makeCrawl(join(folder, 'input'))
  const empty: Proof = {
    recipe,
    folder,
    undisturbed: { files: new Map(), commits: new Map(), problems: [] },
    units: 0,
  }
  const { out, durationMs, problems } = await runUndisturbed(empty, mode)
  const undisturbed = await takeSnapshot(out)
  const commits = [...(await listCommits(out)).values()]
  const found = [...problems, ...undisturbed.problems]
  return {
    proof: { ...empty, undisturbed, units: commits.length },
    run: { ...describe(mode, commits), durationMs, files: undisturbed.files.size, problems: found },
  }
}

/** The same run in another mode: how long it takes, and that it is the same. */
export async function repeatUndisturbed(proof: Proof, mode: Mode): Promise<Undisturbed> {
  const { out, durationMs, problems } = await runUndisturbed(proof, mode)
  const snapshot = await takeSnapshot(out)
  const commits = [...(await listCommits(out)).values()]
  return {
    ...describe(mode, commits),
    durationMs,
    files: snapshot.files.size,
    problems: [...problems, ...compareSnapshots(proof.undisturbed, snapshot)],
  }
}

async function runUndisturbed(
  proof: Proof,
  mode: Mode,
): Promise<{ readonly out: string; readonly durationMs: number; readonly problems: readonly string[] }> {
  const out = join(proof.folder, `undisturbed ${mode.name}`)
  const start = Date.now()
  const runs = ordersOf(proof, out, mode).map(startCli)
  const codes = await Promise.all(runs.map(({ ended }) => ended))
  const said = runs.flatMap(({ messages }) => messages).slice(0, 5)
  const problems = codes.every((code) => code === 0)
    ? []
    : [`ended with ${codes.join(', ')}: ${said.join(' | ')}`]
  return { out, durationMs: Date.now() - start, problems }
}

function describe(
  { name }: Mode,
  commits: readonly Commit[],
): Pick<Undisturbed, 'mode' | 'atOnce' | 'workers' | 'units'> {
  return {
    mode: name,
    atOnce: mostAtOnce(commits),
    workers: new Set(commits.map(({ environment }) => environment['pid'])).size,
    units: Object.fromEntries(
      PHASES.map((phase) => [phase, commits.filter((commit) => commit.phase === phase).length]),
    ),
  }
}

/** The most commits whose [started, ended] share a moment; units of one process never do. */
function mostAtOnce(commits: readonly Commit[]): number {
  const edges = commits
    .flatMap(({ times }) => [
      { at: times.started, step: 1 },
      { at: times.ended, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step)
  let now = 0
  return edges.reduce((most, { step }) => {
    now += step
    return Math.max(most, now)
  }, 0)
}
