import { compiledScript } from '../clip/compiled-script.js'
import { childMemoryBytes } from '../clip/model/child-memory.js'
import { listedFileProblems, type NamedFile } from '../clip/model/model-files.js'
import type { Provider } from '../clip/model/open-tower.js'
import { firstThatRuns, type ProbedProvider } from '../clip/model/probe-provider.js'
import { type ModelChildOptions, runModelChild } from '../clip/model/run-model-child.js'
import { type Vae, vaeError } from './load-vae.js'
import type { VaeTask } from './vae-tasks.js'

/** All files that the manifest lists, by their fields. */
export function vaeFiles({ manifest: { encoder, decoder } }: Vae): readonly NamedFile[] {
  return Object.entries({ encoder, decoder }).flatMap(([field, graph]) =>
    graph === null
      ? []
      : [
          { field, file: graph.file, sha256: graph.sha256 },
          ...graph.data.map((data, i) => ({ field: `${field}.data.${i}`, ...data })),
        ],
  )
}

/** Problems of the files, one line each, as `listedFileProblems` finds them. */
export function vaeFileProblems(vae: Vae): Promise<readonly string[]> {
  const { encoder, decoder } = vae.manifest
  return listedFileProblems(vae.folder, vaeFiles(vae), decoder === null ? { encoder } : { encoder, decoder })
}

/**
 * Proves that a VAE is what its manifest says: its files with their sha256, and each ONNX file by opening it on the CPU
 * in a child process and running two small pictures. Rejects with `RunError('model', …)`, one line for each problem
 * with field, file, expected and got.
 */
export async function checkVae(
  vae: Vae,
  options: Pick<ModelChildOptions, 'timeoutMs' | 'childScript'> = {},
): Promise<void> {
  const missing = await vaeFileProblems(vae)
  if (missing.length > 0) throw vaeError(vae, missing)
  const problems: string[] = []
  for (const graph of ['encoder', 'decoder'] as const) {
    const files = vae.manifest[graph]
    if (files === null) continue
    const { file, data } = files
    const memoryBytes = await childMemoryBytes(vae.folder, [file, ...data.map((each) => each.file)])
    const found = await ask({ kind: 'check', vae, graph }, { ...options, memoryBytes })
    problems.push(
      ...found.map((problem) => (problem.startsWith(graph) ? problem : `${graph}: ${file}: ${problem}`)),
    )
  }
  if (problems.length > 0) throw vaeError(vae, problems)
}

/**
 * Finds where a VAE runs, as `probeProvider` does for a CLIP model: the encoder must give the numbers of the CPU within
 * the manifest's `epsilon`. Rejects with `RunError('model', …)` if it runs nowhere.
 */
export function probeVae(
  vae: Vae,
  wanted: 'auto' | Provider,
  options: ModelChildOptions = {},
): Promise<ProbedProvider> {
  return firstThatRuns(
    wanted,
    (provider) => ask({ kind: 'probe', vae, provider }, options),
    (problems) => vaeError(vae, problems),
  )
}

function ask(task: VaeTask, options: ModelChildOptions): Promise<readonly string[]> {
  return runModelChild(task, { childScript: compiledScript('../latents/vae-child'), ...options })
}
