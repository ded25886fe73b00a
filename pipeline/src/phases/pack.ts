import { writeFile } from 'node:fs/promises'
import { annotatorColumns } from '@warc2dataset/schemas'
import { PACK_SHARD, packShard } from '@warc2dataset/stages/pack/pack-shard'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { shardOf } from './fetch.js'
import type { Job, Phase, RunView, UnitResult } from './phase.js'
import { parquetFiles, selectionId } from './select.js'
import { inputs, withDuck } from './unit-tools.js'

const BUCKETS = 'buckets'

/** One dataset shard → dataset/: the product. One more unit writes the list of buckets. */
export const pack: Phase = {
  name: 'pack',
  upstream: ['fetch', 'select'],
  stages: [PACK_SHARD],
  config: () => ({}),
  units: async (view) => {
    const input = inputOfAll('select', await view.commits('select'))
    const shards = (await shardSizes(view)).map((_, index) => shardDigits(index))
    return [...shards, BUCKETS].map((id) => ({ id, inputs: [input] }))
  },
  run: (job) => (job.unit === BUCKETS ? writeBuckets(job) : packOne(job)),
}

async function packOne(job: Job): Promise<UnitResult> {
  const { view, unit } = job
  const fetchedFiles = filesUnder(await view.commits('fetch'), 'fetched/')
  const tars = new Map(
    fetchedFiles.filter((name) => name.endsWith('.tar')).map((name) => [shardOf(name), name]),
  )
  const selection = filesUnder(await view.commits('select'), 'selections/').find((name) =>
    name.includes('/selection.'),
  )
  return withDuck(job, 1, async (duck) => {
    const { samples, pictureBytes } = await packShard(
      duck,
      {
        selection: await job.input(selection ?? ''),
        fetched: await inputs(job, parquetFiles(fetchedFiles)),
        shard: Number(unit),
        scorers: view.scorers.map(({ name }) => name),
        annotations: Object.assign({}, ...view.annotators.map(annotatorColumns)),
        readPicture: (key, offset, size) =>
          view.storage.readAt(tars.get(key.slice(0, -4)) ?? '', offset, size),
      },
      {
        tar: job.output(`dataset/${unit}.tar`),
        parquet: job.output(`dataset/${unit}.parquet`),
        stats: job.output(`dataset/${unit}_stats.json`),
      },
    )
    const counts = { ...NO_COUNTS, in: samples, kept: samples }
    return {
      counts,
      account: { selection: view.fingerprints.select, picture_bytes: pictureBytes },
      ledgerRows: 0,
    }
  })
}

async function writeBuckets(job: Job): Promise<UnitResult> {
  const sizes = await shardSizes(job.view)
  const buckets = {
    selection: selectionId(job.view.fingerprints.select),
    buckets: [
      { bucket: 'none', shards: sizes.map((samples, index) => ({ shard: shardDigits(index), samples })) },
    ],
  }
  await writeFile(job.output('dataset/buckets.json'), `${JSON.stringify(buckets, null, 2)}\n`)
  return { counts: NO_COUNTS, account: { selection: job.view.fingerprints.select }, ledgerRows: 0 }
}

async function shardSizes(view: RunView): Promise<readonly number[]> {
  const [commit] = await view.commits('select')
  return (commit?.account['shards'] ?? []) as readonly number[]
}

function shardDigits(index: number): string {
  return String(index).padStart(5, '0')
}
