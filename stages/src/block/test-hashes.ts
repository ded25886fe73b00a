import { createHash } from 'node:crypto'

/** A stream of digests, the same for the same seed. */
export function seededDigests(seed: string): () => string {
  let n = 0
  return () => createHash('sha256').update(`${seed}/${n++}`).digest('hex')
}

/** The same as 64-bit numbers. */
export function seeded64(seed: string): () => bigint {
  const next = seededDigests(seed)
  return () => BigInt(`0x${next().slice(0, 16)}`)
}

/** The same at a tenth of the cost: a linear congruence (Knuth's MMIX) with its halves mixed. */
export function quick64(): () => bigint {
  let state = 1n
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
    return state ^ (state >> 32n)
  }
}
