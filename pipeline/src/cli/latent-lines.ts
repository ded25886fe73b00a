import type { Comparison } from '../latents/compare-latents.js'
import { decibels } from '../latents/draw-comparison.js'
import type { LatentShard, RunLatents } from '../latents/latent-shards.js'
import { byteSize, counted, grouped } from './plain-numbers.js'
import { textTable } from './text-table.js'

/** What latents a run has, in lines for a person. */
export function latentLines({ vae, shards }: RunLatents): readonly string[] {
  const sum = (of: (shard: LatentShard) => number, some = shards): number =>
    some.reduce((total, shard) => total + of(shard), 0)
  const buckets = [...new Set(shards.flatMap(({ bucket }) => bucket ?? []))].sort()
  const left = sum(({ samples }) => samples) - sum(({ latents }) => latents)
  const all = [
    counted(shards.length, 'shard'),
    counted(
      sum(({ latents }) => latents),
      'latent',
    ),
  ]
  return [
    `VAE:     ${vae.name} (${vae.id}, family ${vae.family}, licence ${vae.license})`,
    `Latents: ${all.join(', ')}, float16, the mean; ${byteSize(sum(({ tar }) => tar.bytes))}`,
    ...(left === 0
      ? []
      : [`Without: ${counted(left, 'sample')} of the dataset; the commits tell which and why`]),
    '',
    ...textTable([
      ['bucket', 'shards', 'latents', 'shape', 'bytes'],
      ...buckets.map((bucket) => {
        const some = shards.filter((shard) => shard.bucket === bucket)
        const shape = some[0]?.shape?.join(' x ') ?? '-'
        return [
          bucket,
          grouped(some.length),
          grouped(sum(({ latents }) => latents, some)),
          `[${shape}]`,
          byteSize(sum(({ tar }) => tar.bytes, some)),
        ]
      }),
    ]),
  ]
}

/** PSNR of pictures against what the VAE makes of their latents, by bucket. */
export function comparisonLines({ vae, provider, buckets }: Comparison): readonly string[] {
  const all = buckets.flatMap(({ psnr }) => psnr)
  const broken = buckets.flatMap((bucket) => bucket.broken)
  const row = (name: string, latents: number, psnr: readonly number[]): readonly string[] => {
    const mean = psnr.reduce((sum, value) => sum + value, 0) / psnr.length
    const least = psnr.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    const most = psnr.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    const cells = psnr.length === 0 ? ['-', '-', '-'] : [mean, least, most].map(decibels)
    return [name, grouped(latents), grouped(psnr.length), ...cells]
  }
  const latents = buckets.reduce((sum, bucket) => sum + bucket.latents, 0)
  return [
    `PSNR of decoded latents against the pictures of the dataset; ${vae.id} on ${provider}`,
    '',
    ...textTable([
      ['bucket', 'latents', 'compared', 'mean', 'min', 'max'],
      ...buckets.map((bucket) => row(bucket.bucket, bucket.latents, bucket.psnr)),
      row('all', latents, all),
    ]),
    ...(broken.length === 0 ? [] : ['', `Not finite when decoded: ${broken.slice(0, 20).join(', ')}`]),
  ]
}
