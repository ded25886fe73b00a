import { resolve } from 'node:path'
import { RunError, type Scorer } from '@warc2dataset/schemas'
import { bundledModel, loadModel } from '@warc2dataset/stages/clip/load-model'

/**
 * Reads the manifests that score.models names; paths are relative to the recipe's folder. The spec of a file becomes
 * absolute, so that a run can be looked at from anywhere.
 * @throws RunError exit 5 for a manifest that is not there or wrong; exit 4 if two share a name.
 */
export async function loadScorers(models: readonly string[], folder: string): Promise<readonly Scorer[]> {
  const scorers: Scorer[] = []
  for (const model of models) {
    const path = model === 'toy' ? bundledModel() : resolve(folder, model.slice('file:'.length))
    const { manifest, digest } = await loadModel(path)
    const twin = scorers.find(({ name }) => name === manifest.name)
    if (twin !== undefined)
      throw new RunError(
        'recipe',
        `Expected models of different names for score.models, got ${manifest.name} twice`,
      )
    scorers.push({
      version: 1,
      spec: model === 'toy' ? model : `file:${path}`,
      name: manifest.name,
      id: manifest.id,
      digest,
      manifest: path,
      domain: manifest.domain,
      toy: manifest.toy,
      threshold: manifest.threshold?.value ?? null,
    })
  }
  return scorers
}
