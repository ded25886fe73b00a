import type { Bins, Rate, Ratio } from '@warc2dataset/schemas'

/** A rate with a plausible interval: Wilson's, of a quarter of the rows. */
export function rate(k: number, n: number): Rate {
  if (n === 0) return { k, n, rate: null, low: null, high: null }
  const p = k / n
  const size = Math.max(1, n / 4)
  const square = 3.8416 / size
  const half = 1.96 * Math.sqrt((p * (1 - p)) / size + square / (4 * size))
  const low = Math.max(0, (p + square / 2 - half) / (1 + square))
  const high = Math.min(1, (p + square / 2 + half) / (1 + square))
  return { k, n, rate: p, low, high }
}

/** A ratio with the given standard error of its logarithm. */
export function ratioOf(value: number, error: number, clusters: number): Ratio {
  const z = Math.abs(Math.log(value)) / error
  return {
    ratio: value,
    low: value * Math.exp(-1.96 * error),
    high: value * Math.exp(1.96 * error),
    p: Math.min(1, Math.exp(-0.717 * z - 0.416 * z * z)),
    clusters,
    degrees: clusters / 2,
  }
}

/** `total` rows in bins about `mean`, as the normal distribution has them; sums to `total`. */
export function bell(total: number, mean: number, deviation: number, first: number, bins: number): Bins {
  const weights = Array.from({ length: bins }, (_, at) =>
    Math.exp(-0.5 * ((first + at + 0.5 - mean) / deviation) ** 2),
  )
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (weight / sum) * total)
  const counts = exact.map(Math.floor)
  const rest = total - counts.reduce((all, n) => all + n, 0)
  // What rounding down left over goes to the bins that lost most by it.
  const order = [...exact.keys()].sort((a, b) => lostAt(exact, b) - lostAt(exact, a))
  for (const at of order.slice(0, rest)) counts[at] = (counts[at] ?? 0) + 1
  return { first, counts }
}

function lostAt(exact: readonly number[], at: number): number {
  return (exact[at] ?? 0) % 1
}

/** The same numbers each time: a generator of 0 <= x < 1 (G. Marsaglia's xorshift32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}
