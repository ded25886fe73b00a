import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { latentNpz, type NpzVae, npzName } from '@warc2dataset/stages/latents/latent-npz'
import { readLatents } from '@warc2dataset/stages/latents/read-latents'
import { z } from 'zod'
import { inputOfAll } from '../commits/commits.js'
import type { LatentShard, RunLatents } from '../latents/latent-shards.js'
import { runLatents } from '../latents/latent-shards.js'
import { sha256File } from '../unit/run-unit.js'
import type { ExportSource } from './export-target.js'

/** What a .npz takes from the .json of a latent. */
const toldSchema = z.object({
  original_width: z.number(),
  original_height: z.number(),
  bucket_width: z.number(),
  bucket_height: z.number(),
  crop_ltrb: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  scaled: z.boolean(),
  scaling_factor: z.number(),
  shift_factor: z.number(),
})

/** Header and directory of a .npz, and the arrays beside the latent, bytes; at most. */
const NPZ_BESIDES = 1024
const BLOCK = 4096

/** The latents of a run for an export. */
export interface KohyaLatents {
  /** Hash of the commits behind them. */
  readonly sha256: string
  /** Disk that those of a shard take, bytes. */
  readonly bytesOf: (shard: string) => number
  /** Writes `<key>_<W>x<H>_<family>.npz` of each latent of a shard into a folder. */
  readonly write: (shard: string, folder: string) => Promise<void>
}

/**
 * Latents in the files that kohya's trainers look for beside a picture.
 * @throws RunError exit 2 for a run without latents; exit 5 for a family of VAE that those trainers read no files of.
 */
export async function kohyaLatents({ view }: ExportSource): Promise<KohyaLatents> {
  const latents = await runLatents(view)
  const family = npzVae(latents, { scaled: false, scaling_factor: 1, shift_factor: 0 })
  npzName(family, 'key', 1, 1)
  const byShard = new Map(latents.shards.map((each) => [each.shard, each]))
  const shardOf = (shard: string): LatentShard => {
    const found = byShard.get(shard)
    if (found === undefined) throw new Error(`Expected latents of dataset shard ${shard}, got none`)
    return found
  }
  return {
    sha256: inputOfAll('latents', latents.commits).sha256,
    bytesOf: (shard) => {
      const { latents: files, shape } = shardOf(shard)
      const numbers = (shape ?? []).reduce((product, side) => product * side, 1)
      return files * (Math.ceil((4 * numbers + NPZ_BESIDES) / BLOCK) * BLOCK + 512)
    },
    write: async (shard, folder) => {
      const { tar } = shardOf(shard)
      const path = await view.target.toLocal(tar.name, '')
      const now = await sha256File(path)
      if (now !== tar.sha256) {
        throw new RunError(
          'accounts',
          `Expected ${tar.name} as it was committed (sha256 ${tar.sha256}), got ${now}; look at the run with verify --deep`,
        )
      }
      for await (const { key, latent, json } of readLatents(path)) {
        const told = toldSchema.parse(json)
        const vae = npzVae(latents, told)
        const origin = {
          originalWidth: told.original_width,
          originalHeight: told.original_height,
          cropLtrb: told.crop_ltrb,
        }
        // The picture beside it has the size of its bucket, by which the trainer looks for the file.
        const name = npzName(vae, key, told.bucket_width, told.bucket_height)
        await writeFile(join(folder, name), latentNpz(latent, origin, vae))
      }
    },
  }
}

function npzVae(
  { vae }: Pick<RunLatents, 'vae'>,
  told: Pick<NpzVae, 'scaled' | 'scaling_factor' | 'shift_factor'>,
): NpzVae {
  const { scaled, scaling_factor, shift_factor } = told
  return { id: vae.id, family: vae.family as NpzVae['family'], scaled, scaling_factor, shift_factor }
}
