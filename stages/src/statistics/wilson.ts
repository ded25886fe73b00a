import { type Interval, Z95 } from './interval.js'
import { expectTrials } from './trials.js'

/**
 * Wilson score interval of a proportion:
 * `(p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)`, p = k/n.
 *
 * E. B. Wilson, JASA 22 (1927); method 3 of R. G. Newcombe, Statist. Med. 17 (1998) 857. Within 0..1; exactly 0 at
 * k = 0, exactly 1 at k = n. Null at n = 0. For clustered rows give `n` and `k` scaled to the effective size, as
 * `clusterWilson` does.
 *
 * @throws RangeError unless 0 <= k <= n.
 */
export function wilson(k: number, n: number, z = Z95): Interval | null {
  expectTrials({ k, n }, 'proportion')
  if (n === 0) return null
  const p = k / n
  const square = (z * z) / n
  const centre = p + square / 2
  const half = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n))
  return {
    low: k === 0 ? 0 : Math.max(0, (centre - half) / (1 + square)),
    high: k === n ? 1 : Math.min(1, (centre + half) / (1 + square)),
  }
}
