import { resolve } from 'node:path'
import { RunError, type Scorer } from '@warc2dataset/schemas'
import { bundledModel, loadModel } from '@warc2dataset/stages/clip/model/load-model'
import { resolvePulledModel } from '../models/resolve-pulled-model.js'

function manifestOf(model: string, folder: string): Promise<string> | string {
  if (model === 'toy') return bundledModel()
  return model.startsWith('hf:')
    ? resolvePulledModel(model.slice('hf:'.length))
    : resolve(folder, model.slice('file:'.length))
}

/**
 * Reads the manifests that score.models names; paths are relative to the recipe's folder. The spec of a file becomes
 * absolute, so that a run can be looked at from anywhere.
 * @throws RunError exit 5 for a manifest that is not there or wrong; exit 4 if two share a name.
 */
export async function loadScorers(models: readonly string[], folder: string): Promise<readonly Scorer[]> {
  const scorers: Scorer[] = []
  for (const model of models) {
    const path = await manifestOf(model, folder)
    const { manifest, digest } = await loadModel(path)
    const twin = scorers.find(({ name }) => name === manifest.name)
    if (twin !== undefined)
      throw new RunError(
        'recipe',
        `Expected models of different names for score.models, got ${manifest.name} twice`,
      )
    scorers.push({
      version: 1,
      spec: model.startsWith('file:') ? `file:${path}` : model,
      name: manifest.name,
      id: manifest.id,
      encoder: manifest.encoder ?? manifest.id,
      dim: manifest.dim,
      digest,
      manifest: path,
      domain: manifest.domain,
      toy: manifest.toy,
      threshold: manifest.threshold?.value ?? null,
    })
  }
  return scorers
}
