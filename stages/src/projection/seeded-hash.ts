/** Who draws: each use has numbers of its own, so that rows drawn for one are no hint of those drawn for another. */
const STREAMS = { covariance: 1, axes: 2, landmarks: 3, layout: 4, judged: 5 } as const
export type Stream = keyof typeof STREAMS

/**
 * A number in 0..2^32 - 1 for each index of a stream. For one seed and stream no two indices below 2^32 share a
 * number: the hash is one-to-one. SplitMix (G. L. Steele et al., OOPSLA 2014) in 32 bits with the finaliser of
 * MurmurHash3.
 *
 * @param seed a safe integer; all of its 53 bits count
 */
export function createHash(seed: number, stream: Stream): (index: number) => number {
  const high = Math.floor(seed / 2 ** 32)
  const base = mix32(mix32(mix32(seed) ^ high) + STREAMS[stream])
  return (index) => mix32(base + Math.imul(index, 0x9e3779b9))
}

/** Uniform numbers in 0 <= u < 1, the hash of 0, 1, 2 and so on. */
export function createUniform(seed: number, stream: Stream): () => number {
  const hash = createHash(seed, stream)
  let drawn = 0
  return () => hash(drawn++) / 2 ** 32
}

/** The `count` of `rows`, fewer than 2^20, with the lowest hashes, lowest first; all where there are no more. */
export function drawRows(
  rows: number,
  count: number,
  { seed, stream }: { readonly seed: number; readonly stream: Stream },
): Uint32Array {
  const hash = createHash(seed, stream)
  const order = new Float64Array(rows)
  // Hash and row in one exact number, since a typed array of numbers sorts without a comparator.
  for (let row = 0; row < rows; row++) order[row] = hash(row) * 2 ** 20 + row
  order.sort()
  return Uint32Array.from(order.subarray(0, count), (packed) => packed % 2 ** 20)
}

/** Finaliser of MurmurHash3, 32 bits (A. Appleby). */
export function mix32(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
