import type { Provider } from '../clip/model/open-tower.js'
import type { Vae } from './load-vae.js'
import { type GraphName, openGraph } from './open-graph.js'
import { finiteRows, toPlanes } from './picture-tensor.js'
import { graphProblems } from './vae-signature.js'

/** What a VAE child is asked, once. */
export type VaeTask =
  | { readonly kind: 'check'; readonly vae: Vae; readonly graph: GraphName }
  | { readonly kind: 'probe'; readonly vae: Vae; readonly provider: Provider }

/** Problems found, one line each; none: the VAE works. Rejects with what the runtime throws. */
export async function performVaeTask(task: VaeTask): Promise<readonly string[]> {
  return task.kind === 'check' ? checkGraph(task.vae, task.graph) : probe(task.vae, task.provider)
}

/** Two rows, so that an output that ignores the batch shows; twice as wide as high, so that turned sides do. */
const rows = 2
const sizeOf = ({ manifest }: Vae) => {
  const side = manifest.multiple_of * Math.ceil(32 / manifest.multiple_of)
  return { width: 2 * side, height: side }
}

async function checkGraph(vae: Vae, name: GraphName): Promise<readonly string[]> {
  const graph = await openGraph(vae, name, { provider: 'cpu', threads: 1 })
  const problems = graphProblems(vae, name, graph.session)
  if (problems.length > 0) return problems
  const { width, height } = sizeOf(vae)
  const input = name === 'encoder' ? testPictures(vae) : testLatents(vae)
  const output = await graph.run(input, rows, width, height)
  if (!finiteRows(output, rows).includes(0)) return []
  const got = output.find((value) => !Number.isFinite(value)) ?? 'one above 65,504'
  return [`${name}: Expected numbers that a float16 holds from ${vae.manifest[name]?.file}, got ${got}`]
}

async function probe(vae: Vae, provider: Provider): Promise<readonly string[]> {
  const { width, height } = sizeOf(vae)
  const encode = async (on: Provider) => {
    const graph = await openGraph(vae, 'encoder', { provider: on, threads: 1 })
    const output = await graph.run(testPictures(vae), rows, width, height)
    await graph.close()
    return output
  }
  const expected = await encode('cpu')
  if (finiteRows(expected, rows).includes(0)) return ['Expected finite latents from the CPU, got others']
  const got = provider === 'cpu' ? expected : await encode(provider)
  const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  const worst = got.reduce((max, value, i) => Math.max(max, Math.abs(value - (expected[i] ?? 0))), 0)
  const { epsilon } = vae.manifest
  if (worst <= epsilon * largest && !finiteRows(got, rows).includes(0)) return []
  return [`Expected the numbers of the CPU within ${epsilon} of ${largest}, got a difference of ${worst}`]
}

/** A ramp and its reverse. */
function testPictures(vae: Vae): Float32Array {
  const { width, height } = sizeOf(vae)
  const length = width * height * 3
  const ramp = Uint8Array.from({ length }, (_, i) => Math.floor((i * 256) / length))
  const both = new Uint8Array(rows * length)
  both.set(ramp)
  both.set(ramp.reverse(), length)
  return toPlanes(both, rows, vae.manifest.encoder.range)
}

/** Of both signs, within one of zero. */
function testLatents(vae: Vae): Float32Array {
  const { width, height } = sizeOf(vae)
  const { channels, factor } = vae.manifest
  const length = (rows * channels * width * height) / factor ** 2
  return Float32Array.from({ length }, (_, i) => Math.sin(i))
}
