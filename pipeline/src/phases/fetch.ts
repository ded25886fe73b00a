import { join } from 'node:path'
import type { Commit, Input } from '@warc2dataset/schemas'
import { carryOver, type LastGeneration } from '@warc2dataset/stages/fetch/carry-over'
import { DECODE_PICTURE } from '@warc2dataset/stages/fetch/decode-picture'
import { DOWNLOAD_PICTURE } from '@warc2dataset/stages/fetch/download-picture'
import { FALL_BACK } from '@warc2dataset/stages/fetch/fall-back'
import { FETCHED_SHARD, openFetchedShard } from '@warc2dataset/stages/fetch/fetched-shard'
import { LOCATE_CAPTURES } from '@warc2dataset/stages/fetch/locate-captures'
import { READ_CAPTURE } from '@warc2dataset/stages/fetch/read-capture'
import { READ_PLAN } from '@warc2dataset/stages/fetch/read-plan'
import { REQUIRE_CAPTURE } from '@warc2dataset/stages/fetch/require-capture'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { filesUnder, inputOf, inputOfAll } from '../commits/commits.js'
import { fetchBlocks } from './fetch-blocks.js'
import { fetchBuckets } from './fetch-limits.js'
import { archiveLine, webLine } from './fetch-lines.js'
import type { Job, Phase, RunView, Unit, UnitResult } from './phase.js'
import { runLedgeredLine, withDuck } from './unit-tools.js'

/** One shard of the plan → fetched/: every candidate with its picture, or with what went wrong. */
export const fetch: Phase = {
  name: 'fetch',
  upstream: ['extract', 'plan'],
  stages: [
    LOCATE_CAPTURES,
    REQUIRE_CAPTURE,
    READ_CAPTURE,
    READ_PLAN,
    DOWNLOAD_PICTURE,
    FALL_BACK,
    DECODE_PICTURE,
    FETCHED_SHARD,
  ],
  // Where a name leads in a test says nothing of what is there. Hash lists grow while a run goes on: what is fetched is
  // held against the lists of that day, as each commit's environment says.
  // How fast sites are asked changes nothing of what they answer. What fetch cuts to buckets is fetched again for others.
  config: (recipe) => {
    const {
      resolve: _resolve,
      block_lists: _lists,
      block_distance: _distance,
      domain_connections: _connections,
      domain_requests_per_second: _rate,
      site_limits: _limits,
      site_budget_ms: _budget,
      ...fetch
    } = recipe.fetch
    const bucket = fetchBuckets(recipe)
    const decided = { opt_out: recipe.opt_out, fetch }
    return bucket === null ? decided : { ...decided, select: { bucket } }
  },
  units,
  run: (job) => withDuck(job, 1, (duck) => fetchShard(job, duck)),
}

async function units(view: RunView): Promise<readonly Unit[]> {
  const records = inputOfAll('extract', await view.commits('extract'))
  const [commit] = await view.commits('plan')
  const before = new Map((await view.commits('fetch')).map((each) => [each.unit, each]))
  const files = commit?.files.filter(({ name }) => name.startsWith('plan/')) ?? []
  return files.map(({ name, sha256 }) => {
    const id = shardOf(name)
    const own = { phase: 'plan', unit: id, generation: commit?.generation ?? 0, sha256 }
    return { id, inputs: withLast([records, own], before.get(id), view.retryFailed === true) }
  })
}

/**
 * A shard whose passing failures are asked for again reads its own last generation: a unit is stale by that only where
 * somebody wants it.
 */
function withLast(
  inputs: readonly Input[],
  before: Commit | undefined,
  retryFailed: boolean,
): readonly Input[] {
  const known = before?.inputs.filter(({ phase }) => phase !== 'fetch')
  if (before === undefined || JSON.stringify(known) !== JSON.stringify(inputs)) return inputs
  if (retryFailed && Number(before.account['open'] ?? 0) > 0) return [...inputs, inputOf(before)]
  return before.inputs
}

async function fetchShard(job: Job, duck: Duck): Promise<UnitResult> {
  const { unit, view } = job
  const planFile = filesUnder(await view.commits('plan'), 'plan/').find((name) => shardOf(name) === unit)
  const plan = await job.input(planFile ?? `plan/${unit}.parquet`)
  const shard = await openFetchedShard(duck, {
    tar: job.output(`fetched/${unit}.tar`),
    parquet: job.output(`fetched/${unit}.parquet`),
    stats: job.output(`fetched/${unit}_stats.json`),
    originals: view.recipe.fetch.keep_original ? job.output(`originals/${unit}.tar`) : null,
    spool: join(job.scratch, 'spool'),
  })
  try {
    const last = await lastGeneration(job)
    const carried = last === null ? undefined : await carryOver(duck, last, shard)
    const blocks = await fetchBlocks(job)
    const ends = { plan, shard, blocks, ...(carried === undefined ? {} : { only: carried.open }) }
    const line = view.recipe.fetch.source === 'web' ? webLine : archiveLine
    const result = await runLedgeredLine(job, duck, 'fetch', await line(job, duck, ends), carried)
    await shard.finish()
    const account = { open: shard.open() }
    return { ...result, account, ...(blocks === null ? {} : { environment: blocks.environment }) }
  } finally {
    await shard.close()
  }
}

async function lastGeneration(job: Job): Promise<LastGeneration | null> {
  const input = job.inputs.find(({ phase }) => phase === 'fetch')
  if (input === undefined) return null
  const { files } = await job.view.commit('fetch', input.unit, input.generation)
  const local = (folder: string, extension: string): Promise<string> => {
    const file = files.find(({ name }) => name.startsWith(folder) && name.endsWith(extension))
    if (file === undefined)
      throw new Error(`Expected ${folder}…${extension} in the last commit of ${input.unit}, got none`)
    return job.verified(file)
  }
  const [tar, originals, parquet, ledger] = await Promise.all([
    local('fetched/', '.tar'),
    job.view.recipe.fetch.keep_original ? local('originals/', '.tar') : null,
    local('fetched/', '.parquet'),
    local('ledger/', '.parquet'),
  ])
  return { tar, originals, parquet, ledger }
}

/** Digits of a shard, from the name of one of its files. */
export function shardOf(name: string): string {
  return /(\d+)(?:\.g\d+)?\.\w+$/.exec(name)?.[1] ?? ''
}
