import { type Commit, type CommittedFile, RunError, type VaeRecord } from '@warc2dataset/schemas'
import { z } from 'zod'
import { inputOf } from '../commits/commits.js'
import { isDatasetShard } from '../phases/latents.js'
import type { RunView } from '../phases/phase.js'
import { vaeOfDigest } from '../run/vae-records.js'

/** One committed shard of latents/. Names are within the run's target. */
export interface LatentShard {
  /** Its digits, those of the dataset shard. */
  readonly shard: string
  readonly tar: CommittedFile
  /** Of the dataset shard. */
  readonly samples: number
  /** Samples in the tar. */
  readonly latents: number
  /** Null without latents, as is `shape`, which is [channels, height, width]. */
  readonly bucket: string | null
  readonly shape: readonly number[] | null
}

/** The latents of a run, all by one VAE. */
export interface RunLatents {
  readonly vae: VaeRecord
  readonly shards: readonly LatentShard[]
  /** The commits behind them. */
  readonly commits: readonly Commit[]
}

const count = z.number().int().nonnegative()
/** What a commit of latents says (`LatentsTally`). */
const account = z.object({
  vae: z.object({ id: z.string(), digest: z.string() }),
  samples: count,
  latents: count,
  bucket: z.string().nullable(),
  shape: z.array(count).length(3).nullable(),
})

/**
 * The latents of every dataset shard, in order.
 * @throws RunError exit 2 if a shard has none, or not of the dataset as it is now.
 */
export async function runLatents(view: RunView): Promise<RunLatents> {
  const { target } = view
  const packed = (await view.commits('pack')).filter(isDatasetShard)
  const byUnit = new Map((await view.commits('latents')).map((commit) => [commit.unit, commit]))
  const commits = packed.flatMap((pack) => {
    const commit = byUnit.get(pack.unit)
    const isCurrent = commit?.inputs.some(
      (input) => input.phase === 'pack' && input.sha256 === inputOf(pack).sha256,
    )
    return commit !== undefined && isCurrent === true ? [commit] : []
  })
  const told = commits.map((commit) => ({ commit, account: account.parse(commit.account) }))
  const [digest, ...others] = new Set(told.map(({ account }) => account.vae.digest))
  if (digest === undefined || commits.length < packed.length) {
    const got = digest === undefined ? 'none' : `those of ${commits.length} of ${packed.length} shards`
    throw notThere(target.place, got)
  }
  if (others.length > 0) throw notThere(target.place, 'those of several VAEs')
  const vae = await vaeOfDigest(target, digest)
  if (vae === null)
    throw new Error(`Expected a record of VAE ${told[0]?.account.vae.id} in ${target.place}, got none`)
  return { vae, commits, shards: told.map(({ commit, account }) => shardOf(commit, account)) }
}

function notThere(place: string, got: string): RunError {
  return new RunError(
    'usage',
    `Expected latents of every dataset shard in ${place}, got ${got}; name a VAE in latents.vae and run it again`,
  )
}

function shardOf(commit: Commit, { samples, latents, bucket, shape }: z.infer<typeof account>): LatentShard {
  const tar = commit.files.find(({ name }) => name.startsWith('latents/') && name.endsWith('.tar'))
  if (tar === undefined) throw new Error(`Expected a tar in the commit of latents ${commit.unit}, got none`)
  return { shard: commit.unit, tar, samples, latents, bucket, shape }
}
