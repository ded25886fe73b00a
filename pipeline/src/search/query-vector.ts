import { RunError } from '@warc2dataset/schemas'

/** Shorter sums say nothing but the rounding of their parts. */
const SHORTEST = 1e-3

/**
 * Sum of the vectors of `plus` less those of `minus`, all of length 1, brought to length 1.
 * @throws RunError exit 2 if nothing is left of it.
 */
export function queryVector(plus: readonly Float32Array[], minus: readonly Float32Array[]): Float32Array {
  const dim = (plus[0] ?? minus[0])?.length ?? 0
  const sum = new Float64Array(dim)
  const add = (vector: Float32Array, sign: number): void => {
    for (let k = 0; k < dim; k++) sum[k] = (sum[k] as number) + sign * (vector[k] as number)
  }
  for (const vector of plus) add(unit(vector), 1)
  for (const vector of minus) add(unit(vector), -1)
  const length = Math.hypot(...sum)
  if (length >= SHORTEST) return Float32Array.from(sum, (value) => value / length)
  throw new RunError('usage', 'Expected a query that points somewhere, got one whose parts cancel out')
}

/** Stored rows are rounded to float16: their length is not quite 1. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
