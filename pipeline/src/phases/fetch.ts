import { join } from 'node:path'
import { from } from '@warc2dataset/stages/compose'
import { DECODE_PICTURE, decodePicture } from '@warc2dataset/stages/fetch/decode-picture'
import { FETCHED_SHARD, openFetchedShard } from '@warc2dataset/stages/fetch/fetched-shard'
import { LOCATE_CAPTURES, locateCaptures } from '@warc2dataset/stages/fetch/locate-captures'
import { READ_CAPTURE, readCapture } from '@warc2dataset/stages/fetch/read-capture'
import { REQUIRE_CAPTURE, requireCapture } from '@warc2dataset/stages/fetch/require-capture'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import type { Phase, RunView } from './phase.js'
import { inputs, runLedgeredLine, withDuck } from './unit-tools.js'

/** One shard of the plan → fetched/: every candidate with its picture, or with what went wrong. */
export const fetch: Phase = {
  name: 'fetch',
  upstream: ['extract', 'plan'],
  stages: [LOCATE_CAPTURES, REQUIRE_CAPTURE, READ_CAPTURE, DECODE_PICTURE, FETCHED_SHARD],
  config: ({ fetch }) => ({ fetch }),
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
      const limits = view.recipe.fetch
      const planFile = filesUnder(await view.commits('plan'), 'plan/').find((name) => shardOf(name) === unit)
      const source = locateCaptures(duck, {
        plan: await job.input(planFile ?? `plan/${unit}.parquet`),
        records: await inputs(job, filesUnder(await view.commits('extract'), 'records/')),
        maxBytes: limits.max_bytes,
      })
      const shard = await openFetchedShard(duck, {
        tar: job.output(`fetched/${unit}.tar`),
        parquet: job.output(`fetched/${unit}.parquet`),
        stats: job.output(`fetched/${unit}_stats.json`),
        spool: join(job.scratch, 'spool'),
      })
      const line = from(source)
        .through(requireCapture())
        .through(readCapture({ archives: archivePaths(view), maxBytes: limits.max_bytes }))
        .through(
          decodePicture({
            limits: {
              ...defaultPictureLimits,
              maxArea: limits.resize.max_area,
              maxInputPixels: limits.max_input_pixels,
              timeoutMs: limits.decode_timeout_ms,
              memoryBytes: limits.decode_memory_bytes,
            },
            children: 1,
          }),
        )
        .into(shard)
      try {
        const result = await runLedgeredLine(job, duck, 'fetch', line)
        await shard.finish()
        return { ...result, account: {} }
      } finally {
        await shard.close()
      }
    }),
}

function archivePaths({ archives }: RunView): ReadonlyMap<string, string> {
  return new Map(archives.map(({ name, path }) => [name, path]))
}

/** Digits of a shard, from the name of one of its files. */
export function shardOf(name: string): string {
  return /(\d+)(?:\.g\d+)?\.\w+$/.exec(name)?.[1] ?? ''
}
