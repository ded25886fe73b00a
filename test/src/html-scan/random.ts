/** Seeded random choices: the same seed, the same choices. */
export interface Random {
  /** An integer 0..n-1. */
  readonly below: (n: number) => number
  readonly pick: <T>(items: readonly [T, ...T[]]) => T
}

/** A linear congruential generator (Numerical Recipes); good enough to choose where to damage a page. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  return { below, pick: (items) => items[below(items.length)] ?? items[0] }
}
