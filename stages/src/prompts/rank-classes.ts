/** A class and its probability. */
export interface RankedClass {
  /** Index of the class. */
  readonly at: number
  readonly p: number
}

export interface Ranking {
  /** The likeliest classes, best first; of equals the one that comes first in the set. */
  readonly best: readonly RankedClass[]
  /** Of every class, summing to 1. Holds until the next picture is ranked. */
  readonly probabilities: Float64Array
}

/** What tells the classes of one picture. @throws RangeError for an embedding of another length, or without one. */
export type RankClasses = (embedding: Float32Array) => Ranking

export interface RankOptions {
  /** [K, dim], each of length 1. */
  readonly vectors: Float32Array
  readonly dim: number
  /** Logits are scale · cosine. */
  readonly scale: number
  /** Length of `best`; all classes if there are fewer. */
  readonly top: number
}

/**
 * Softmax over scale · cosine in float64, with the largest logit taken off first. The cosine is that of the embedding as
 * it is given: one that was rounded to float16 is scaled to length 1 again. Probabilities are relative to these classes:
 * they sum to 1 even if none of them fits.
 */
export function openRanking({ vectors, dim, scale, top }: RankOptions): RankClasses {
  const classes = vectors.length / dim
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`Expected rows of ${dim} for class vectors, got ${vectors.length} numbers`)
  }
  const values = new Float64Array(classes)
  return (embedding) => {
    const length = lengthOf(embedding, dim)
    for (let at = 0, row = 0; at < classes; at++, row += dim) {
      let sum = 0
      for (let i = 0; i < dim; i++) sum += (embedding[i] as number) * (vectors[row + i] as number)
      values[at] = (scale * sum) / length
    }
    const best = bestOf(values, Math.min(top, classes))
    softmax(values)
    return { best: best.map((at) => ({ at, p: values[at] as number })), probabilities: values }
  }
}

function lengthOf(embedding: Float32Array, dim: number): number {
  if (embedding.length !== dim) {
    throw new RangeError(`Expected an embedding of ${dim} numbers, got ${embedding.length}`)
  }
  const length = Math.sqrt(embedding.reduce((sum, x) => sum + x * x, 0))
  if (Number.isFinite(length) && length > 0) return length
  throw new RangeError(`Expected an embedding with a length, got ${length}`)
}

/** Indices of the `count` largest, descending; equal ones in their order. */
function bestOf(values: Float64Array, count: number): readonly number[] {
  const best: number[] = []
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (best.length === count && value <= (values[best[count - 1] as number] as number)) continue
    let place = best.length
    while (place > 0 && value > (values[best[place - 1] as number] as number)) place--
    best.splice(place, 0, at)
    if (best.length > count) best.pop()
  }
  return best
}

/** In place. */
function softmax(logits: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY
  for (const logit of logits) largest = Math.max(largest, logit)
  let sum = 0
  for (let at = 0; at < logits.length; at++) {
    const weight = Math.exp((logits[at] as number) - largest)
    logits[at] = weight
    sum += weight
  }
  for (let at = 0; at < logits.length; at++) logits[at] = (logits[at] as number) / sum
}
