/**
 * Digests in sorted order, 128 bits of each: for sha256 the first half. Two different digests agree in those by
 * chance once in 3e38, so a set of 1e8 and as many pictures give a wrong match with probability 3e-23.
 */
export interface DigestTable {
  /** Entry n of bucket b lies at starts[b] + n; one more than there are buckets. */
  readonly starts: Uint32Array
  /** Four words an entry, first bits first. */
  readonly words: Uint32Array
}

/** Buckets by the first 16 bits: digests spread evenly over them. */
export const BUCKETS = 2 ** 16
const WORDS = 4

/** Bucket of a digest in hex. */
export function bucketOf(hex: string): number {
  return Number.parseInt(hex.slice(0, 4), 16)
}

/**
 * Fills a table of exactly as many entries as were counted before, so that nothing grows while a list is read.
 * `finish` rejects other counts: the list changed in between.
 */
export function buildDigestTable(counts: Uint32Array): {
  readonly add: (hex: string) => void
  readonly finish: () => DigestTable
} {
  const starts = startsOf(counts)
  const words = new Uint32Array((starts[BUCKETS] ?? 0) * WORDS)
  const next = starts.slice(0, BUCKETS)
  return {
    add: (hex) => {
      const bucket = bucketOf(hex)
      const at = next[bucket] ?? 0
      if (at >= (starts[bucket + 1] ?? 0))
        throw new RangeError('Expected as many digests as counted, got more')
      next[bucket] = at + 1
      for (let word = 0; word < WORDS; word++) {
        words[at * WORDS + word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16)
      }
    },
    finish: () => {
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const [start, end] = [starts[bucket] ?? 0, starts[bucket + 1] ?? 0]
        if (next[bucket] !== end) throw new RangeError('Expected as many digests as counted, got fewer')
        if (end - start > 1) sortEntries(words.subarray(start * WORDS, end * WORDS))
      }
      return { starts, words }
    },
  }
}

/** Where each bucket starts, and where the last one ends. */
export function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1)
  counts.forEach((n, bucket) => {
    starts[bucket + 1] = (starts[bucket] ?? 0) + n
  })
  return starts
}

function sortEntries(words: Uint32Array): void {
  const order = new Uint32Array(words.length / WORDS).map((_, index) => index)
  order.sort((a, b) => compare(words, a, words, b))
  const old = words.slice()
  order.forEach((from, to) => {
    words.set(old.subarray(from * WORDS, (from + 1) * WORDS), to * WORDS)
  })
}

/** Entry `i` of `a` against entry `j` of `b`. */
function compare(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  for (let word = 0; word < WORDS; word++) {
    const difference = (a[i * WORDS + word] ?? 0) - (b[j * WORDS + word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Is this digest (at least 16 bytes) in the table? Binary search within its bucket. */
export function hasDigest({ starts, words }: DigestTable, digest: Buffer): boolean {
  const wanted = Uint32Array.from({ length: WORDS }, (_, word) => digest.readUInt32BE(word * 4))
  const bucket = digest.readUInt16BE(0)
  let low = starts[bucket] ?? 0
  let high = starts[bucket + 1] ?? 0
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compare(words, middle, wanted, 0)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}
