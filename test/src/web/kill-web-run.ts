import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom, type Random } from '@warc2dataset/pipeline/demo/seeded-random'
import { killTree, waitGone } from '../crash/process-tree.js'
import { listCommits } from '../crash/snapshot.js'
import { type RunEvent, type StartedRun, startCli, waitUntil } from '../crash/start-run.js'
import { committedUrls, repeatedRequests } from './asked-again.js'
import { compareDatasets, readDataset } from './dataset-rows.js'
import { cutAt, EPSILON, SCORERS, type WebProof, wholeProblems } from './web-proof.js'

/** Where one kill fell. */
export interface WebKill {
  /** Units of the phase that were under way. */
  readonly fetch: readonly string[]
  readonly score: readonly string[]
  readonly committed: Readonly<Record<'fetch' | 'score', number>>
}

/** One run, killed some times and then let through. */
export interface KilledRun {
  readonly seed: number
  readonly scoreWorkers: number
  readonly batch: number
  readonly kills: readonly WebKill[]
  /** Requests beyond those that an undisturbed run makes: units that were under way ask again. */
  readonly extraRequests: number
  readonly epsilon: number
  /** Rows that are in one of the two datasets only, within ε of the threshold. */
  readonly atThreshold: readonly string[]
  readonly problems: readonly string[]
}

export interface KillOrder {
  readonly seed: number
  readonly scoreWorkers: number
  /** score.batch_size; the undisturbed run has the default. */
  readonly batch: number
}

/** About as long as a unit takes, so that a kill may fall anywhere in one. */
const LONGEST_PAUSE_MS = { fetch: 800, score: 300 } as const
const GONE_MS = 5_000

/** What was sent before a kill has reached the site's log by then. */
const SETTLE_MS = 150

/** Kills a run one to three times at moments drawn from the seed, in fetch and in score by turns. */
export async function killWebRun(
  proof: WebProof,
  { seed, scoreWorkers, batch }: KillOrder,
): Promise<KilledRun> {
  const random = createRandom(`web-crash/${seed}`)
  const { site, recipe } = proof.world
  const out = join(proof.folder, `killed-${seed}`)
  const sets = [cutAt(proof.threshold), `score.batch_size=${batch}`]
  const order = { recipe, out, workers: 2, scoreWorkers, sets }
  const first = site.requests.length
  const kills: WebKill[] = []
  const problems: string[] = []
  const watched: { readonly position: number; readonly urls: ReadonlySet<string> }[] = []
  const wanted = 1 + random.int(3)
  for (let turn = 0; turn < wanted; turn += 1) {
    const run = startCli(order)
    // Once fetch is through, only score is left: most seeds begin with fetch.
    const phase = (turn + (seed % 4 === 0 ? 1 : 0)) % 2 === 0 ? 'fetch' : 'score'
    await waitForMoment(run, proof, out, phase, random)
    if (run.hasEnded()) break
    const killed = killTree([run.pid])
    await run.ended
    if ((await waitGone(killed, GONE_MS)) === null) problems.push('a killed process is still there')
    await sleep(SETTLE_MS)
    const committed = [...(await listCommits(out)).values()]
    const unitsOf = (phase: string): number => committed.filter((commit) => commit.phase === phase).length
    kills.push({
      fetch: underWay(run.events, 'fetch'),
      score: underWay(run.events, 'score'),
      committed: { fetch: unitsOf('fetch'), score: unitsOf('score') },
    })
    const [position, urls] = [site.requests.length, await committedUrls(out, committed)]
    watched.push({ position, urls })
    // Else the log is looked at with the wrong names, and nothing is proved.
    if (urls.size > 0 && repeatedRequests(site.requests.slice(first, position), urls).length === 0) {
      problems.push('the log knows no request of a committed unit')
    }
  }
  const last = startCli(order)
  const code = await last.ended
  if (code !== 0) problems.push(`continued, ended with ${code}: ${last.messages.slice(0, 5).join(' | ')}`)
  for (const { position, urls } of watched) {
    problems.push(...repeatedRequests(site.requests.slice(position), urls))
  }
  const tolerance = { epsilon: EPSILON, threshold: proof.threshold }
  const compared =
    code === 0 ? compareDatasets(proof.undisturbed, await readDataset(out, SCORERS), tolerance) : null
  problems.push(...(compared?.problems ?? []), ...(code === 0 ? await wholeProblems(out) : []))
  if (problems.length === 0) await rm(out, { recursive: true, force: true })
  const asked = site.requests.length - first
  return {
    seed,
    scoreWorkers,
    batch,
    kills,
    extraRequests: asked - proof.requests,
    epsilon: compared?.epsilon ?? Number.NaN,
    atThreshold: compared?.atThreshold ?? [],
    problems,
  }
}

/** Until a unit of the phase has been under way for a while; which unit, and how long, is drawn. */
async function waitForMoment(
  run: StartedRun,
  { shards }: WebProof,
  out: string,
  wanted: 'fetch' | 'score',
  random: Random,
): Promise<void> {
  const committed = [...(await listCommits(out)).values()]
  const units = { fetch: shards, score: shards * SCORERS.length }
  const left = (of: keyof typeof units): number =>
    units[of] - committed.filter(({ phase }) => phase === of).length
  const phase = left(wanted) > 0 ? wanted : 'score'
  const count = 1 + random.int(Math.max(1, left(phase)))
  const pause = random.int(LONGEST_PAUSE_MS[phase])
  const started = (): number =>
    run.events.filter((event) => event.event === 'unit_start' && event.phase === phase).length
  if (await waitUntil(() => started() >= count, [run])) await sleep(pause)
}

/** Units of a phase that were started and not done when the log ended. */
function underWay(events: readonly RunEvent[], phase: string): readonly string[] {
  const units = (name: string): readonly string[] =>
    events.filter((event) => event.event === name && event.phase === phase).map(({ unit }) => unit ?? '')
  const done = new Set(units('unit_done'))
  return units('unit_start').filter((unit) => !done.has(unit))
}
