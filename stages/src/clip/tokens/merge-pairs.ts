import { pairQueue } from './pair-queue.js'

/** What two neighbours become, and how early. */
export interface Merge {
  /** 0 is the first. */
  readonly rank: number
  readonly id: number
}

/** Undefined for neighbours that stay two. */
export type FindMerge = (left: number, right: number) => Merge | undefined

/** Positions of a text fit in below the rank. */
const positions = 2 ** 32

/**
 * Byte-pair encoding: as long as neighbours merge, the pair of the lowest rank does, at all its places from left to
 * right (`bpe` of openai/CLIP, simple_tokenizer.py). Takes n log n for n symbols.
 */
export function mergePairs(symbols: readonly number[], find: FindMerge): readonly number[] {
  const size = symbols.length
  const ids = Int32Array.from(symbols)
  // -1 for a symbol that went into the one before it.
  const next = Int32Array.from(symbols, (_, i) => i + 1)
  const before = Int32Array.from(symbols, (_, i) => i - 1)
  const queue = pairQueue()

  const mergeAt = (i: number): Merge | undefined => {
    const right = next[i] ?? -1
    return right < 0 || right >= size ? undefined : find(ids[i] ?? -1, ids[right] ?? -1)
  }
  const enqueue = (i: number) => {
    const merge = i < 0 ? undefined : mergeAt(i)
    if (merge !== undefined) queue.push(merge.rank * positions + i)
  }
  for (let i = 0; i < size; i++) enqueue(i)

  for (let first = queue.peek(); first !== undefined; first = queue.peek()) {
    const rank = Math.floor(first / positions)
    const merged: number[] = []
    while (Math.floor((queue.peek() ?? -1) / positions) === rank) {
      const i = (queue.pop() ?? 0) % positions
      const merge = mergeAt(i)
      // The pair may be gone, or another one stand there.
      if (merge?.rank !== rank) continue
      const right = next[i] ?? size
      const behind = next[right] ?? size
      ids[i] = merge.id
      next[i] = behind
      next[right] = -1
      if (behind < size) before[behind] = i
      merged.push(i)
    }
    // Only now: a pair that has just come about waits until the last of this rank is merged.
    for (const i of merged) {
      enqueue(before[i] ?? -1)
      enqueue(i)
    }
  }
  return [...ids].filter((_, i) => next[i] !== -1)
}
