import { float32Tensor, type Tensor, type Tensors, tensorNumbers } from './tensor.js'

export interface FoundLayers {
  readonly normalise: { readonly mean: Tensor; readonly variance: Tensor } | null
  /** Float32, [out, in] and [out], in the order of computing. */
  readonly layers: readonly { readonly from: string; readonly weight: Tensor; readonly bias: Tensor }[]
}

const NORM = ['norm.mean', 'norm.variance'] as const

/**
 * Dense layers among named tensors: pairs X.weight and X.bias, by the number in X where that is all in which they
 * differ, else in the order of the file; and norm.mean with norm.variance. Throws an Error if anything is left over, or
 * for numbers that are not float.
 */
export function findLayers(tensors: Tensors): FoundLayers {
  const stems = [...tensors.keys()].flatMap((name) => /^(.*\.)?weight$/s.exec(name)?.slice(1, 2) ?? [])
  const names = inOrder(stems.map((stem) => stem ?? ''))
  const placed = new Set([...NORM, ...names.flatMap((stem) => [`${stem}weight`, `${stem}bias`])])
  const left = [...tensors.keys()].filter((name) => !placed.has(name))
  if (left.length > 0 || names.length === 0)
    throw new Error(
      `Expected only X.weight with X.bias, norm.mean and norm.variance, got ${left.slice(0, 10).join(', ') || 'no weight'}`,
    )
  const numbers = (name: string, isVector: boolean) => asFloat32(name, tensors, isVector)
  const [mean, variance] = NORM
  const isNormalised = tensors.has(mean) || tensors.has(variance)
  return {
    normalise: isNormalised ? { mean: numbers(mean, true), variance: numbers(variance, true) } : null,
    layers: names.map((stem) => ({
      from: stem.replace(/\.$/, '') || 'weight',
      weight: numbers(`${stem}weight`, false),
      bias: numbers(`${stem}bias`, true),
    })),
  }
}

/** Writers of safetensors sort names as texts, so 10 comes before 2. */
function inOrder(stems: readonly string[]): readonly string[] {
  const parts = stems.map((stem) => {
    const [, before = stem, digits = '', behind = ''] = /^(\D*)(\d{1,9})(\D*)$/s.exec(stem) ?? []
    return { stem, around: `${before}\0${behind}`, number: digits === '' ? null : Number(digits) }
  })
  const isNumbered = parts.every(({ around, number }) => number !== null && around === parts[0]?.around)
  if (!isNumbered) return stems
  return [...parts].sort((a, b) => (a.number ?? 0) - (b.number ?? 0)).map(({ stem }) => stem)
}

/** A lone number stands for a vector of one, a vector of weights for one row. */
function asFloat32(name: string, tensors: Tensors, isVector: boolean): Tensor {
  const tensor = tensors.get(name)
  if (tensor === undefined) throw new Error(`Expected ${name} beside the other tensors, got none`)
  const numbers = tensorNumbers(tensor)
  if (numbers === null) throw new Error(`Expected F32, F64 or F16 for ${name}, got ${tensor.dtype}`)
  const { shape } = tensor
  if (isVector) return float32Tensor(shape.length === 0 ? [1] : shape, numbers)
  return float32Tensor(shape.length === 1 ? [1, ...shape] : shape, numbers)
}
