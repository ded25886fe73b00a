import type { FittedHead, FittedLayer } from './fit-layers.js'

const ACTIVATIONS: Readonly<Record<FittedLayer['activation'], (x: number) => number>> = {
  none: (x) => x,
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
}

/**
 * The number of a head for one embedding of `dim` numbers, in float64: x = (e - mean) / divisor, then each layer. NaN if
 * the embedding or a sum on the way is not finite.
 * @throws RangeError for another length.
 */
export function runLayers({ dim, normalise, layers }: FittedHead, embedding: Float32Array): number {
  if (embedding.length !== dim)
    throw new RangeError(`Expected an embedding of ${dim} numbers, got ${embedding.length}`)
  let x = Float64Array.from(embedding)
  if (normalise !== null) {
    const { mean, divisor } = normalise
    x = x.map((each, i) => (each - (mean[i] as number)) / (divisor[i] as number))
  }
  for (const layer of layers) {
    const sums = dense(layer, x)
    // An activation would turn an infinity into a number that looks sound.
    if (!sums.every(Number.isFinite)) return Number.NaN
    x = sums.map(ACTIVATIONS[layer.activation])
  }
  return x[0] ?? Number.NaN
}

function dense({ ins, outs, weight, bias }: FittedLayer, x: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(outs)
  for (let out = 0, at = 0; out < outs; out++) {
    let sum = bias[out] as number
    for (let i = 0; i < ins; i++, at++) sum += (weight[at] as number) * (x[i] as number)
    sums[out] = sum
  }
  return sums
}
