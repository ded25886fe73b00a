import { writeFile } from 'node:fs/promises'
import { annotatorColumns } from '@warc2dataset/schemas'
import { PACK_SHARD, type PackInput, packShard } from '@warc2dataset/stages/pack/pack-shard'
import { openCutter } from '@warc2dataset/stages/picture/open-cutter'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import type { CutShard } from '@warc2dataset/stages/select/cut-dataset'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { shardOf } from './fetch.js'
import { fetchLimits } from './fetch-limits.js'
import type { Job, Phase, RunView, UnitResult } from './phase.js'
import { parquetFiles, selectedAccount, selectionId } from './select.js'
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
    const shards = (await selectedShards(view)).map((_, index) => shardDigits(index))
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
  const split = (await selectedShards(view))[Number(unit)]?.split
  const folder = split === undefined ? 'dataset' : `dataset/${split}`
  return withDuck(job, 1, async (duck) => {
    const { samples, pictureBytes, copied, cut } = await packShard(
      duck,
      {
        selection: await job.input(selection ?? ''),
        fetched: await inputs(job, parquetFiles(fetchedFiles)),
        shard: Number(unit),
        scorers: view.scorers.map(({ name }) => name),
        annotations: Object.assign({}, ...view.annotators.map(annotatorColumns)),
        readPicture: (key, offset, size) =>
          view.storage.readAt(tars.get(key.slice(0, -4)) ?? '', offset, size),
        cut: cutIn(job),
        ...(view.recipe.fetch.keep_original ? { cutOriginal: await cutOriginalIn(job) } : {}),
      },
      {
        tar: job.output(`${folder}/${unit}.tar`),
        parquet: job.output(`${folder}/${unit}.parquet`),
        stats: job.output(`${folder}/${unit}_stats.json`),
      },
    )
    const counts = { ...NO_COUNTS, in: samples, kept: samples }
    return {
      counts,
      account: { selection: view.fingerprints.select, picture_bytes: pictureBytes, copied, cut },
      ledgerRows: 0,
    }
  })
}

/** Cuts in the worker's own child, which is opened for the first picture that needs it. */
function cutIn(job: Job): PackInput['cut'] {
  const limits = fetchLimits(job.view.recipe)
  return async (jpeg, cut) => {
    const cutter = await job.shared('pack/cutter', () => openCutter({ limits, children: 1 }))
    return cutter.cut(jpeg, cut, job.signal)
  }
}

/** Cuts as fetch does in mode bucket, from the bytes as they came: they are hostile still. */
async function cutOriginalIn(job: Job): Promise<NonNullable<PackInput['cutOriginal']>> {
  const { recipe, storage, commits } = job.view
  const names = filesUnder(await commits('fetch'), 'originals/')
  const tars = new Map(names.map((name) => [shardOf(name), name]))
  const { bucket } = recipe.select
  const limits = { ...fetchLimits(recipe), ...(bucket === 'none' ? {} : { buckets: bucket }) }
  return async (key, offset, size) => {
    const decoder = await job.shared('pack/decoder', () => openDecoder({ limits, children: 1 }))
    return decoder.decode(await storage.readAt(tars.get(key.slice(0, -4)) ?? '', offset, size), job.signal)
  }
}

async function writeBuckets(job: Job): Promise<UnitResult> {
  const { bucket } = job.view.recipe.select
  const list = {
    selection: selectionId(job.view.fingerprints.select),
    ...(bucket === 'none' ? { kind: bucket } : bucket),
    buckets: listBuckets(await selectedShards(job.view)),
  }
  await writeFile(job.output('dataset/buckets.json'), `${JSON.stringify(list, null, 2)}\n`)
  return { counts: NO_COUNTS, account: { selection: job.view.fingerprints.select }, ledgerRows: 0 }
}

interface ListedBucket {
  readonly bucket: string
  /** Px; null without buckets. */
  readonly width: number | null
  readonly height: number | null
  readonly samples: number
  readonly shards: readonly {
    readonly shard: string
    readonly samples: number
    /** Folder below dataset/; absent: none. */
    readonly split?: string
  }[]
}

/** Each bucket with its shards, in the order of the first of them. */
function listBuckets(shards: readonly CutShard[]): readonly ListedBucket[] {
  const named = shards.map((each, index) => ({ ...each, shard: shardDigits(index) }))
  return [...new Set(named.map(({ bucket }) => bucket))].map((bucket) => {
    const own = named.filter((each) => each.bucket === bucket)
    const [, width, height] = /^(\d+)x(\d+)$/.exec(bucket) ?? []
    return {
      bucket,
      width: width === undefined ? null : Number(width),
      height: height === undefined ? null : Number(height),
      samples: own.reduce((sum, { samples }) => sum + samples, 0),
      shards: own.map(({ shard, samples, split }) =>
        split === undefined ? { shard, samples } : { shard, samples, split },
      ),
    }
  })
}

async function selectedShards(view: RunView): Promise<readonly CutShard[]> {
  return (await selectedAccount(view))?.shards ?? []
}

function shardDigits(index: number): string {
  return String(index).padStart(5, '0')
}
