/** A repeatable source of numbers. `fork` gives an independent stream, so that one more draw here moves nothing there. */
export interface Random {
  readonly float: () => number
  readonly int: (below: number) => number
  readonly between: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  readonly fork: (label: string) => Random
}

/** Makes a source of numbers from a seed: the same seed gives the same numbers on every machine (sfc32). */
export function createRandom(seed: string): Random {
  const next = sfc32(seed)
  const float = (): number => next() / 4294967296
  const int = (below: number): number => Math.floor(float() * below)
  return {
    float,
    int,
    between: (low, high) => low + int(high - low + 1),
    chance: (probability) => float() < probability,
    pick: (items) => itemAt(items, int(items.length)),
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}

/** The item at an index that the caller knows to exist. */
export function itemAt<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) {
    throw new RangeError(`Expected an index below ${items.length} for itemAt, got ${index}`)
  }
  return items[index] as T
}

/** Seeded bytes that do not compress. */
export function randomBytes(random: Random, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length; at += 1) bytes[at] = random.int(256)
  return bytes
}

function sfc32(seed: string): () => number {
  const hash = hashWords(seed)
  let [a, b, c] = [hash(), hash(), hash()]
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  // The first outputs of sfc32 still show the seed.
  for (let round = 0; round < 12; round += 1) next()
  return next
}

function hashWords(text: string): () => number {
  let hash = 1779033703 ^ text.length
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3432918353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507)
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
    hash ^= hash >>> 16
    return hash >>> 0
  }
}
