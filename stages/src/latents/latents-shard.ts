import type { Duck } from '../parquet/duck.js'
import { readAhead } from '../score/read-ahead.js'
import { openTar } from '../shards/write-tar.js'
import type { StageEnv } from '../stage.js'
import type { Latent } from './latent.js'
import { latentNpy } from './latent-npy.js'
import { type LatentRow, latentJson } from './latent-row.js'
import type { LatentEncoder } from './open-latent-encoder.js'
import { type BucketInput, readBucket } from './read-bucket.js'

export interface LatentsInput extends BucketInput {
  /** Samples that are through, and the time that the device computed for them, ms. */
  readonly progress: (samples: number, computeMs: number) => void
  readonly count: StageEnv['count']
}

/** Samples that have no latent, and the first keys of them. */
export interface WithoutLatent {
  readonly count: number
  readonly keys: readonly string[]
}

export interface LatentsTally {
  /** Of the dataset shard. */
  readonly samples: number
  /** Samples in the tar. */
  readonly latents: number
  /** The shard's bucket; null for a shard without latents, as is `shape`. */
  readonly bucket: string | null
  /** [channels, height, width] of each latent. */
  readonly shape: readonly number[] | null
  /** The encoder gave NaN, or a number that is infinite as float16. */
  readonly not_finite: WithoutLatent
  /** The stored picture did not decode to its size. */
  readonly unreadable: WithoutLatent
}

export const LATENTS_SHARD = { name: 'latents-shard', version: 1 } as const

/** Batches decoded ahead of the one that is being encoded. */
const AHEAD = 2
/** Keys told of those without a latent. */
const TOLD = 100

/**
 * latents/NNNNN.tar: of each sample of one dataset shard, in its order, `<key>.latent.npy` (float16 [channels, height,
 * width], the mean), `<key>.txt` (the caption) and `<key>.json` (`latentJson`). The ledger knows no outcome for a sample
 * without a latent: it is not in the tar, and the tally tells its key. Memory is bounded by some batches.
 */
export async function latentsShard(
  duck: Duck,
  encoder: LatentEncoder,
  input: LatentsInput,
  path: string,
): Promise<LatentsTally> {
  const tar = openTar(path)
  const lost: Record<Lost, string[]> = { not_finite: [], unreadable: [] }
  let samples = 0
  let first: { readonly bucket: string; readonly shape: readonly number[] } | null = null
  let computed = encoder.opened.computeMs()
  // While one batch is written, the next is on the device.
  for await (const batch of readAhead(encoded(duck, encoder, input), 1)) {
    for (const { row, latent } of batch) {
      samples += 1
      if (typeof latent === 'string') {
        lost[latent].push(row.key)
        continue
      }
      first ??= { bucket: row.bucket, shape: [latent.channels, latent.height, latent.width] }
      await tar.add(`${row.key}.latent.npy`, latentNpy(latent))
      await tar.add(`${row.key}.txt`, Buffer.from(row.caption))
      await tar.add(`${row.key}.json`, Buffer.from(latentJson(row, latent, encoder.vae)))
    }
    const now = encoder.opened.computeMs()
    input.progress(batch.length, now - computed)
    computed = now
  }
  await tar.close()
  return {
    samples,
    latents: samples - lost.not_finite.length - lost.unreadable.length,
    bucket: first?.bucket ?? null,
    shape: first?.shape ?? null,
    not_finite: tell(lost.not_finite),
    unreadable: tell(lost.unreadable),
  }
}

type Lost = 'not_finite' | 'unreadable'

interface Encoded {
  readonly row: LatentRow
  readonly latent: Latent | Lost
}

async function* encoded(
  duck: Duck,
  { opened, pictures: reader }: LatentEncoder,
  input: LatentsInput,
): AsyncGenerator<readonly Encoded[]> {
  for await (const { size, pictures } of readAhead(readBucket(duck, reader, input), AHEAD)) {
    input.signal.throwIfAborted()
    const readable = pictures.flatMap(({ rgb }) => (rgb === null ? [] : [rgb]))
    input.count('inferences', readable.length)
    const latents = (await opened.encode(readable, size.width, size.height)).values()
    yield pictures.map(({ row, rgb }) => ({
      row,
      latent: rgb === null ? 'unreadable' : (latents.next().value ?? 'not_finite'),
    }))
  }
}

function tell(keys: readonly string[]): WithoutLatent {
  return { count: keys.length, keys: keys.slice(0, TOLD) }
}
