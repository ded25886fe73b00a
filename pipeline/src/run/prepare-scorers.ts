import { RunError, type Scorer } from '@warc2dataset/schemas'
import { checkModel } from '@warc2dataset/stages/clip/model/check-model'
import { loadModel } from '@warc2dataset/stages/clip/model/load-model'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import { probeProvider } from '@warc2dataset/stages/clip/model/probe-provider'
import type { RunLog } from '../worker/crew.js'

export type WantedProvider = 'auto' | Provider

/**
 * Proves before any work that every model is what its manifest says and runs where it shall: all models on one
 * provider. @throws RunError exit 5.
 */
export async function prepareScorers(
  scorers: readonly Scorer[],
  wanted: WantedProvider,
  log: RunLog,
): Promise<Provider> {
  let provider: WantedProvider = wanted
  for (const { name, manifest, digest, id, toy, domain } of scorers) {
    const model = await loadModel(manifest)
    if (model.digest !== digest)
      throw new RunError(
        'model',
        `Expected the manifest of ${name} as it was read, got a changed ${manifest}`,
      )
    await checkModel(model)
    const probed = await probeProvider(model, provider)
    provider = probed.provider
    log('scorer', { name, id, provider, tried: probed.tried, toy, domain })
  }
  return provider === 'auto' ? 'cpu' : provider
}
