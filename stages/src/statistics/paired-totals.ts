import { expectTrials, type PairedTrials } from './trials.js'

/** Sums of both groups. */
export function addPairs(pairs: readonly PairedTrials[]): PairedTrials {
  let [k1, n1, k2, n2] = [0, 0, 0, 0]
  for (const { first, second } of pairs) {
    k1 += first.k
    n1 += first.n
    k2 += second.k
    n2 += second.n
  }
  return { first: { k: k1, n: n1 }, second: { k: k2, n: n2 } }
}

export function holdsRows({ first, second }: PairedTrials): boolean {
  return first.n > 0 || second.n > 0
}

/** @throws RangeError unless 0 <= k <= n in each. */
export function expectPairs(pairs: readonly PairedTrials[], name: string): void {
  pairs.forEach(({ first, second }, at) => {
    expectTrials(first, `${name}[${at}].first`)
    expectTrials(second, `${name}[${at}].second`)
  })
}
