import type { HeadManifest } from '@warc2dataset/schemas'
import { type Tensors, tensorNumbers } from './tensor.js'

/** A dense layer: weight [outs, ins], row after row, and bias [outs]. */
export interface FittedLayer {
  readonly ins: number
  readonly outs: number
  readonly weight: Float64Array
  readonly bias: Float64Array
  readonly activation: 'none' | 'relu' | 'sigmoid'
}

/** What a head computes with; every number is finite, and the last layer has one output. */
export interface FittedHead {
  readonly dim: number
  /** Subtracted from the embedding, and what the rest is divided by; null: neither. */
  readonly normalise: { readonly mean: Float64Array; readonly divisor: Float64Array } | null
  readonly layers: readonly FittedLayer[]
}

type Shaped = Pick<HeadManifest, 'dim' | 'normalise' | 'layers' | 'weights'>

/**
 * The tensors in their places: all there, float, of shapes that follow each other, finite, and none left over.
 * Else the problems, one line each: field, file, expected and got.
 */
export function fitLayers(
  { dim, normalise, layers, weights: { file } }: Shaped,
  tensors: Tensors,
): FittedHead | readonly string[] {
  const problems: string[] = []
  const used = new Set<string>()
  const take = (field: string, name: string, shape: readonly (number | null)[]): Float64Array => {
    used.add(name)
    const [numbers, problem] = readTensor(tensors, name, shape)
    if (problem !== null) problems.push(`${field}: ${file}: ${problem}`)
    return numbers
  }
  const fitted =
    normalise === null ? null : takeNormalise(normalise, dim, take, (line) => problems.push(line))
  const dense: FittedLayer[] = []
  let ins: number | null = dim
  layers.forEach(({ weight, bias, activation }, i) => {
    const isLast = i === layers.length - 1
    const weights = take(`layers.${i}.weight`, weight, [isLast ? 1 : null, ins])
    const outs = tensors.get(weight)?.shape[0] ?? null
    const biases = take(`layers.${i}.bias`, bias, [outs])
    dense.push({ ins: ins ?? 0, outs: outs ?? 0, weight: weights, bias: biases, activation })
    ins = outs
  })
  const unused = [...tensors.keys()].filter((name) => !used.has(name))
  if (unused.length > 0)
    problems.push(`layers: ${file}: Expected a place for every tensor, got none for ${some(unused)}`)
  return problems.length > 0 ? problems : { dim, normalise: fitted, layers: dense }
}

function takeNormalise(
  { mean, variance, epsilon }: NonNullable<Shaped['normalise']>,
  dim: number,
  take: (field: string, name: string, shape: readonly number[]) => Float64Array,
  report: (problem: string) => void,
): FittedHead['normalise'] {
  const means = take('normalise.mean', mean, [dim])
  const variances = take('normalise.variance', variance, [dim])
  const negative = variances.find((each) => each < 0)
  if (negative !== undefined)
    report(`normalise.variance: Expected no negative number in ${show(variance)}, got ${negative}`)
  return { mean: means, divisor: variances.map((each) => Math.sqrt(each) + epsilon) }
}

/** null in `shape`: any size from 1 on. */
function readTensor(
  tensors: Tensors,
  name: string,
  shape: readonly (number | null)[],
): readonly [numbers: Float64Array, problem: string | null] {
  const none = new Float64Array(0)
  const tensor = tensors.get(name)
  if (tensor === undefined)
    return [none, `Expected tensor ${show(name)}, got only ${some([...tensors.keys()])}`]
  const fits =
    tensor.shape.length === shape.length &&
    shape.every((size, i) => (size === null ? (tensor.shape[i] ?? 0) > 0 : size === tensor.shape[i]))
  if (!fits) {
    const expected = shape.map((size) => size ?? 'any').join(', ')
    return [none, `Expected shape [${expected}] for ${show(name)}, got [${tensor.shape.join(', ')}]`]
  }
  const numbers = tensorNumbers(tensor)
  if (numbers === null) return [none, `Expected F32, F64 or F16 for ${show(name)}, got ${tensor.dtype}`]
  const at = numbers.findIndex((each) => !Number.isFinite(each))
  if (at >= 0) return [numbers, `Expected finite numbers in ${show(name)}, got ${numbers[at]} at ${at}`]
  return [numbers, null]
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(show).join(', ')
  return names.length === 0 ? 'none' : names.length > 10 ? `${shown} and ${names.length - 10} more` : shown
}

function show(name: string): string {
  return JSON.stringify(name.slice(0, 100))
}
