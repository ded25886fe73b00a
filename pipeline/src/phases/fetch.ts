import { join } from 'node:path'
import { DECODE_PICTURE } from '@warc2dataset/stages/fetch/decode-picture'
import { DOWNLOAD_PICTURE } from '@warc2dataset/stages/fetch/download-picture'
import { FETCHED_SHARD, openFetchedShard } from '@warc2dataset/stages/fetch/fetched-shard'
import { LOCATE_CAPTURES } from '@warc2dataset/stages/fetch/locate-captures'
import { READ_CAPTURE } from '@warc2dataset/stages/fetch/read-capture'
import { READ_PLAN } from '@warc2dataset/stages/fetch/read-plan'
import { REQUIRE_CAPTURE } from '@warc2dataset/stages/fetch/require-capture'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { fetchBlocks } from './fetch-blocks.js'
import { fetchBuckets } from './fetch-limits.js'
import { archiveLine, webLine } from './fetch-lines.js'
import type { Phase } from './phase.js'
import { refuseBigWeb } from './refuse-big-web.js'
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
    DECODE_PICTURE,
    FETCHED_SHARD,
  ],
  // Where a name leads in a test says nothing of what is there. Hash lists grow while a run goes on: what is fetched is
  // held against the lists of that day, as each commit's environment says.
  // What fetch cuts to buckets is fetched again for others.
  config: (recipe) => {
    const { resolve: _resolve, block_lists: _lists, block_distance: _distance, ...fetch } = recipe.fetch
    const bucket = fetchBuckets(recipe)
    return bucket === null ? { fetch } : { fetch, select: { bucket } }
  },
  admit: refuseBigWeb,
  units: async (view) => {
    const records = inputOfAll('extract', await view.commits('extract'))
    const [commit] = await view.commits('plan')
    const files = commit?.files.filter(({ name }) => name.startsWith('plan/')) ?? []
    return files.map(({ name, sha256 }) => ({
      id: shardOf(name),
      inputs: [records, { phase: 'plan', unit: shardOf(name), generation: commit?.generation ?? 0, sha256 }],
    }))
  },
  run: (job) =>
    withDuck(job, 1, async (duck) => {
      const { unit, view } = job
      const planFile = filesUnder(await view.commits('plan'), 'plan/').find((name) => shardOf(name) === unit)
      const plan = await job.input(planFile ?? `plan/${unit}.parquet`)
      const shard = await openFetchedShard(duck, {
        tar: job.output(`fetched/${unit}.tar`),
        parquet: job.output(`fetched/${unit}.parquet`),
        stats: job.output(`fetched/${unit}_stats.json`),
        spool: join(job.scratch, 'spool'),
      })
      try {
        const line = view.recipe.fetch.source === 'web' ? webLine : archiveLine
        const blocks = await fetchBlocks(job)
        const result = await runLedgeredLine(
          job,
          duck,
          'fetch',
          await line(job, duck, { plan, shard, blocks }),
        )
        await shard.finish()
        return { ...result, account: {}, ...(blocks === null ? {} : { environment: blocks.environment }) }
      } finally {
        await shard.close()
      }
    }),
}

/** Digits of a shard, from the name of one of its files. */
export function shardOf(name: string): string {
  return /(\d+)(?:\.g\d+)?\.\w+$/.exec(name)?.[1] ?? ''
}
