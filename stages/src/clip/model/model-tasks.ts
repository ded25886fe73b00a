import { toTensor } from '../pixels/preprocess.js'
import { normaliseRows } from '../session/embed-rows.js'
import { openVocabulary } from '../tokens/open-tokenizer.js'
import type { ClipModel } from './load-model.js'
import { openTower, type Provider, type Tower, type TowerName } from './open-tower.js'
import { signatureProblems } from './tower-signature.js'

/** What a model child is asked, once. */
export type ModelTask =
  | { readonly kind: 'check'; readonly model: ClipModel; readonly tower: TowerName }
  | { readonly kind: 'probe'; readonly model: ClipModel; readonly provider: Provider }

/** Problems found, one line each; none: the model works. Rejects with what the runtime throws. */
export async function performTask(task: ModelTask): Promise<readonly string[]> {
  return task.kind === 'check' ? checkTower(task.model, task.tower) : probe(task.model, task.provider)
}

/** Two rows, so that an output that ignores the batch shows. */
const rows = 2

async function checkTower(model: ClipModel, name: TowerName): Promise<readonly string[]> {
  const { file } = model.manifest[name]
  const tower = await openTower(model, name, { provider: 'cpu', threads: 1 })
  const problems = signatureProblems(model, name, tower.session)
  if (problems.length > 0) return problems
  const vectors = await (name === 'image' ? tower.run(testPictures(model), rows) : runTestTexts(model, tower))
  if (vectors.every(Number.isFinite)) return []
  return [`${name}: Expected finite numbers from ${file}, got ${vectors.find((x) => !Number.isFinite(x))}`]
}

async function probe(model: ClipModel, provider: Provider): Promise<readonly string[]> {
  const pictures = testPictures(model)
  const embed = async (on: Provider) => {
    const tower = await openTower(model, 'image', { provider: on, threads: 1 })
    const vectors = normaliseRows(await tower.run(pictures, rows), rows, model.manifest.dim)
    await tower.close()
    return vectors
  }
  const expected = await embed('cpu')
  if (expected.valid.includes(0)) return ['Expected vectors of finite length from the CPU, got others']
  const got = provider === 'cpu' ? expected : await embed(provider)
  const worst = got.vectors.reduce((max, x, i) => Math.max(max, Math.abs(x - (expected.vectors[i] ?? 0))), 0)
  const { epsilon } = model.manifest
  if (worst <= epsilon && !got.valid.includes(0)) return []
  return [`Expected the numbers of the CPU within ${epsilon}, got a difference of ${worst}`]
}

/** A ramp and its reverse. */
function testPictures({ manifest: { image } }: ClipModel): Float32Array {
  const length = image.size ** 2 * 3
  const ramp = Uint8Array.from({ length }, (_, i) => Math.floor((i * 256) / length))
  const input = new Float32Array(rows * length)
  toTensor([ramp, ramp.slice().reverse()], image.mean, image.std, input)
  return input
}

/** The first ids, and the last: an id that the model has no row for makes it fail. */
async function runTestTexts(model: ClipModel, tower: Tower): Promise<Float32Array> {
  const { lastId } = await openVocabulary(model)
  const { context, pad } = model.manifest.text
  const ids = Int32Array.from({ length: rows * context }, (_, i) => {
    if (i < context) return Math.min(i, lastId)
    return i === context ? lastId : pad
  })
  return tower.run(ids, rows, Int32Array.of(context, 1))
}
