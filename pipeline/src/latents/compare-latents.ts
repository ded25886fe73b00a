import { availableParallelism } from 'node:os'
import { RunError } from '@warc2dataset/schemas'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import { probeVae } from '@warc2dataset/stages/latents/check-vae'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { type LatentEncoder, openLatentEncoder } from '@warc2dataset/stages/latents/open-latent-encoder'
import { psnr } from '@warc2dataset/stages/latents/psnr'
import { readLatents, type StoredLatent } from '@warc2dataset/stages/latents/read-latents'
import { type Duck, literal } from '@warc2dataset/stages/parquet/duck'
import type { PictureSize } from '@warc2dataset/stages/picture/fit-area'
import { type DatasetShard, datasetShards } from '../export/dataset-shards.js'
import { fetchLimits } from '../phases/fetch-limits.js'
import type { RunView } from '../phases/phase.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { type LatentShard, type RunLatents, runLatents } from './latent-shards.js'

export interface CompareOptions {
  /** Pictures compared of each bucket, at most. */
  readonly samples: number
  /** Of those, pictures handed out in full. */
  readonly shown: number
  /** Where the VAE runs; probed, best first, for auto. */
  readonly provider: 'auto' | Provider
}

/** A picture of the dataset, and what the VAE makes of its stored latent; rows of RGB. */
export interface Reconstruction {
  readonly key: string
  readonly size: PictureSize
  readonly picture: Uint8Array
  readonly decoded: Uint8Array
  /** dB; Infinity for equal ones. */
  readonly psnr: number
}

export interface BucketComparison {
  readonly bucket: string
  /** Latents of the bucket. */
  readonly latents: number
  /** Of those compared, dB. */
  readonly psnr: readonly number[]
  /** Keys of latents that decode to no finite picture. */
  readonly broken: readonly string[]
  readonly shown: readonly Reconstruction[]
}

export interface Comparison {
  readonly vae: RunLatents['vae']
  readonly provider: Provider
  /** By name of the bucket. */
  readonly buckets: readonly BucketComparison[]
}

/**
 * Decodes stored latents and compares them with the pictures that they were made of: the first ones of each bucket, which
 * a dataset has in a random order.
 * @throws RunError exit 2 for a run without latents, or a VAE without a decoder; exit 5 if the VAE is not there as it was.
 */
export async function compareLatents(view: RunView, options: CompareOptions): Promise<Comparison> {
  const { vae, shards } = await runLatents(view)
  const datasets = new Map((await datasetShards(view)).map((each) => [each.shard, each]))
  const { encoder, provider } = await openChecked(view, vae, options.provider)
  try {
    return await withTempDuck(async (duck) => {
      const buckets = new Map<string, BucketComparison>()
      for (const shard of shards) {
        const dataset = datasets.get(shard.shard)
        if (dataset === undefined) throw new Error(`Expected a dataset shard ${shard.shard}, got none`)
        if (shard.bucket === null) continue
        const before = buckets.get(shard.bucket) ?? empty(shard.bucket)
        const left = Math.max(0, options.samples - before.psnr.length - before.broken.length)
        const found = await compareShard({ view, duck, encoder, shard, dataset }, left)
        buckets.set(shard.bucket, added(before, shard, found, options.shown))
      }
      return { vae, provider, buckets: [...buckets.values()].sort((a, b) => (a.bucket < b.bucket ? -1 : 1)) }
    })
  } finally {
    await encoder.close()
  }
}

function empty(bucket: string): BucketComparison {
  return { bucket, latents: 0, psnr: [], broken: [], shown: [] }
}

function added(
  before: BucketComparison,
  { latents }: LatentShard,
  found: readonly (Reconstruction | string)[],
  shown: number,
): BucketComparison {
  const whole = found.filter((each) => typeof each !== 'string')
  return {
    ...before,
    latents: before.latents + latents,
    psnr: [...before.psnr, ...whole.map((each) => each.psnr)],
    broken: [...before.broken, ...found.filter((each) => typeof each === 'string')],
    shown: [...before.shown, ...whole].slice(0, shown),
  }
}

async function openChecked(
  view: RunView,
  vae: RunLatents['vae'],
  wanted: CompareOptions['provider'],
): Promise<{ readonly encoder: LatentEncoder; readonly provider: Provider }> {
  const loaded = await loadVae(vae.manifest)
  if (loaded.digest !== vae.digest) {
    throw new RunError(
      'model',
      `Expected the VAE ${vae.id} of this run at ${vae.manifest}, got another manifest`,
    )
  }
  if (loaded.manifest.decoder === null) {
    throw new RunError(
      'usage',
      `Expected a VAE with a decoder to look at latents, got ${vae.id}, which has none`,
    )
  }
  const { provider } = await probeVae(loaded, wanted)
  const encoder = await openLatentEncoder({
    manifest: vae.manifest,
    provider,
    batchSize: view.recipe.latents.batch_size,
    threads: availableParallelism(),
    children: 1,
    limits: fetchLimits(view.recipe),
    decoder: true,
  })
  return { encoder, provider }
}

interface ShardPair {
  readonly view: RunView
  readonly duck: Duck
  readonly encoder: LatentEncoder
  readonly shard: LatentShard
  readonly dataset: DatasetShard
}

/** The first samples of a shard; a key alone where the decoder gave no finite picture. */
async function compareShard(
  { view, duck, encoder, shard, dataset }: ShardPair,
  samples: number,
): Promise<readonly (Reconstruction | string)[]> {
  const found: (Reconstruction | string)[] = []
  const batch = view.recipe.latents.batch_size
  let pending: StoredLatent[] = []
  const flush = async (): Promise<void> => {
    const pictures = await picturesOf({ view, duck, encoder, shard, dataset }, pending)
    const decoded = await encoder.opened.decode(pending.map(({ latent }) => latent))
    for (const [at, { key }] of pending.entries()) {
      const [picture, rgb] = [pictures[at], decoded[at] ?? null]
      if (picture === undefined)
        throw new Error(`Expected ${key} in ${dataset.parquet.name}, got no such row`)
      found.push(rgb === null ? key : { key, ...picture, decoded: rgb, psnr: psnr(picture.picture, rgb) })
    }
    pending = []
  }
  if (samples === 0) return found
  for await (const stored of readLatents(await view.target.toLocal(shard.tar.name, ''))) {
    pending.push(stored)
    const isLast = found.length + pending.length === samples
    if (pending.length === batch || isLast) await flush()
    if (isLast) break
  }
  if (pending.length > 0) await flush()
  return found
}

async function picturesOf(
  { view, duck, encoder, dataset }: ShardPair,
  latents: readonly StoredLatent[],
): Promise<readonly (Pick<Reconstruction, 'size' | 'picture'> | undefined)[]> {
  const rows = await duck.rows<{
    readonly key: string
    readonly tar_offset: bigint
    readonly tar_size: bigint
    readonly stored_width: number
    readonly stored_height: number
  }>(
    `SELECT "key", tar_offset, tar_size, stored_width, stored_height
      FROM read_parquet(${literal(await view.target.toLocal(dataset.parquet.name, ''))})
      WHERE "key" IN (${latents.map(({ key }) => literal(key)).join(', ')})`,
  )
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const { signal } = new AbortController()
  return Promise.all(
    latents.map(async ({ key }) => {
      const row = byKey.get(key)
      if (row === undefined) return undefined
      const size = { width: row.stored_width, height: row.stored_height }
      const jpeg = await view.target.readAt(dataset.tar.name, Number(row.tar_offset), Number(row.tar_size))
      const read = await encoder.pictures.read(jpeg, size, signal)
      if (!read.ok) throw new Error(`Expected the picture of ${key} to decode as before, got ${read.detail}`)
      return { size, picture: read.rgb }
    }),
  )
}
