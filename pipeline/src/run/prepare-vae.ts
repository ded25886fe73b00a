import { RunError } from '@warc2dataset/schemas'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import { checkVae, probeVae } from '@warc2dataset/stages/latents/check-vae'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import type { Storage } from '../storage/storage.js'
import type { RunOptions } from './run-options.js'
import { recordVae } from './vae-records.js'

/**
 * Proves before any work that the VAE is what its manifest says, takes the buckets of the recipe, and runs; writes down
 * which it is.
 * @throws RunError exit 4 for buckets that it does not take, or a name that stood for another; exit 5 if it does not run.
 */
export async function prepareVae(
  { vae, recipe, provider: wanted, log = () => {} }: RunOptions,
  target: Storage,
  scorersProvider: Provider,
): Promise<Provider> {
  if (vae === null) throw new TypeError('Expected a VAE to prepare, got none')
  const { bucket } = recipe.select
  const step = bucket === 'none' || bucket.kind === 'sdxl' ? 64 : bucket.step
  if (step % vae.multiple_of !== 0) {
    throw new RunError(
      'recipe',
      `Expected a multiple of ${vae.multiple_of} for select.bucket.step, since VAE ${vae.id} takes no other sides, got ${step}`,
    )
  }
  const opened = await loadVae(vae.manifest)
  if (opened.digest !== vae.digest) {
    throw new RunError(
      'model',
      `Expected the manifest of ${vae.name} as it was read, got a changed ${vae.manifest}`,
    )
  }
  await checkVae(opened)
  const { provider, tried } = await probeVae(
    opened,
    wanted ?? (scorersProvider === 'cpu' ? 'auto' : scorersProvider),
  )
  await recordVae(target, vae)
  log('vae', { name: vae.name, id: vae.id, provider, tried })
  return provider
}
