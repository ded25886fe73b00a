import { openTokenizer } from '../tokens/open-tokenizer.js'
import { childMemoryBytes } from './child-memory.js'
import { type ClipModel, modelError } from './load-model.js'
import { fileProblems } from './model-files.js'
import type { TowerName } from './open-tower.js'
import { type ModelChildOptions, runModelChild } from './run-model-child.js'

/**
 * Proves that a model is what its manifest says: its files with their sha256, the vocabulary, and both ONNX files by
 * opening them on the CPU in child processes and running two rows. Rejects with `RunError('model', …)`, one line for
 * each problem with field, file, expected and got. Later steps are left out once one has problems.
 */
export async function checkModel(
  model: ClipModel,
  options: Pick<ModelChildOptions, 'timeoutMs' | 'childScript'> = {},
): Promise<void> {
  const missing = await fileProblems(model)
  if (missing.length > 0) throw modelError(model, missing)
  await openTokenizer(model)
  const problems: string[] = []
  for (const tower of ['image', 'text'] as const)
    problems.push(...(await towerProblems(model, tower, options)))
  if (problems.length > 0) throw modelError(model, problems)
}

async function towerProblems(
  model: ClipModel,
  tower: TowerName,
  options: ModelChildOptions,
): Promise<readonly string[]> {
  const { file, data } = model.manifest[tower]
  const memoryBytes = await childMemoryBytes(model.folder, [file, ...data.map((each) => each.file)])
  const problems = await runModelChild({ kind: 'check', model, tower }, { ...options, memoryBytes })
  return problems.map((problem) => (problem.startsWith(tower) ? problem : `${tower}: ${file}: ${problem}`))
}
