import type { Activation, HeadSource } from './head-source.js'
import { float32Tensor, type Tensor } from './tensor.js'

const ACTIVATIONS: readonly unknown[] = ['none', 'relu', 'sigmoid'] satisfies Activation[]

/**
 * A head as JSON: `{"w": […], "b": n}`, which is w·e + b, or `{"layers": [{"weight": [[…]], "bias": […],
 * "activation": "relu"}]}` with a row of `weight` for each output; and texts about it. Throws an Error for anything else:
 * a value that was passed over could be a part of the formula.
 */
export function readLayersJson(text: string): HeadSource {
  const file: unknown = JSON.parse(text)
  if (!isRecord(file)) throw new Error('Expected a JSON object, got another value')
  const { w, b, layers, ...rest } = file
  const about = Object.entries(rest).flatMap(([name, value]) => {
    if (typeof value !== 'string')
      throw new Error(`Expected only texts beside w, b and layers, got another value for ${show(name)}`)
    return [[name, value] as const]
  })
  const isLinear = w !== undefined && b !== undefined && layers === undefined
  if (!isLinear && (w !== undefined || b !== undefined || !Array.isArray(layers)))
    throw new Error('Expected either w and b or a list of layers, got another set of fields')
  const parts = isLinear
    ? [{ weight: [w], bias: [b], activation: 'none' }]
    : (layers as readonly unknown[]).map((layer, i) => checkLayer(layer, i))
  const named = parts.map(({ weight, bias, activation }, i) => {
    const [field, outs] = isLinear ? ['w', 'b'] : [`layers.${i}.weight`, `layers.${i}.bias`]
    return {
      weight: matrix(weight, field),
      bias: vector(bias, outs),
      activation: activationOf(activation, i),
    }
  })
  return {
    tensors: new Map(
      named.flatMap(({ weight, bias }, i) => [
        [`layers.${i}.weight`, weight],
        [`layers.${i}.bias`, bias],
      ]),
    ),
    about: Object.fromEntries(about),
    activations: named.map(({ activation }) => activation),
  }
}

function checkLayer(layer: unknown, i: number) {
  const { weight, bias, activation, ...rest } = isRecord(layer) ? layer : {}
  const [other] = Object.keys(rest)
  if (other !== undefined || !Array.isArray(weight))
    throw new Error(`Expected weight, bias and activation in layers.${i}, got ${show(other ?? weight)}`)
  return { weight: weight as readonly unknown[], bias, activation }
}

function activationOf(value: unknown, i: number): Activation | null {
  if (value === undefined) return null
  if (ACTIVATIONS.includes(value)) return value as Activation
  throw new Error(`Expected none, relu or sigmoid for layers.${i}.activation, got ${show(value)}`)
}

function matrix(rows: readonly unknown[], field: string): Tensor {
  const vectors = rows.map((row, i) => numbers(row, rows.length === 1 ? field : `${field}.${i}`))
  const columns = vectors[0]?.length ?? 0
  const odd = vectors.find(({ length }) => length !== columns)
  if (odd !== undefined) throw new Error(`Expected rows of ${columns} in ${field}, got one of ${odd.length}`)
  return float32Tensor([rows.length, columns], vectors.flat())
}

function vector(value: unknown, field: string): Tensor {
  const list = numbers(value, field)
  return float32Tensor([list.length], list)
}

function numbers(value: unknown, field: string): readonly number[] {
  if (!Array.isArray(value)) throw new Error(`Expected a list of numbers for ${field}, got ${show(value)}`)
  const odd = value.find((each) => typeof each !== 'number')
  if (odd !== undefined) throw new Error(`Expected only numbers in ${field}, got ${show(odd)}`)
  return value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function show(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100)
}
