import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openTokenizer } from '../tokens/open-tokenizer.js'
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

/** What the runtime needs beyond some copies of the weights, with much to spare. */
const baseBytes = 4 * 2 ** 30
const bytesPerFileByte = 6

async function towerProblems(
  model: ClipModel,
  tower: TowerName,
  options: ModelChildOptions,
): Promise<readonly string[]> {
  const { file, data } = model.manifest[tower]
  const files = [file, ...data.map((each) => each.file)]
  const sizes = await Promise.all(files.map(async (each) => (await stat(join(model.folder, each))).size))
  const memoryBytes = baseBytes + bytesPerFileByte * sizes.reduce((sum, size) => sum + size, 0)
  const problems = await runModelChild({ kind: 'check', model, tower }, { ...options, memoryBytes })
  return problems.map((problem) => (problem.startsWith(tower) ? problem : `${tower}: ${file}: ${problem}`))
}
