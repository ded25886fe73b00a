import { normalQuantile } from './normal.js'
import type { PairedTrials } from './trials.js'

// For tests: web-like rows with known truth. Domains of unequal size, each with its own pass rate and its own mix of
// groups.

/** Uniform in 0..1, neither included; the same seed, the same numbers. */
export type Uniform = () => number

/** Bob Jenkins's small fast generator, 32-bit with counter (sfc32 of PractRand). */
export function createUniform(seed: number): Uniform {
  let [a, b, c, counter] = [0, seed | 0, seed >>> 16, 1]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return ((sum >>> 0) + 0.5) / 2 ** 32
  }
  for (let warm = 0; warm < 15; warm++) next()
  return next
}

export interface SimulatedDomains {
  readonly domains: number
  readonly groups: number
  /** Mean pass rate of a row outside group 0, 0..1. */
  readonly rate: number
  /** Correlation of passing within a domain, 0..1. */
  readonly correlation: number
  /** Factor on the pass rate of the rows of group 0, at most 1. */
  readonly effect: number
  /** Share of the rows of a domain that are of its favourite group; the rest is spread over all. */
  readonly favour: number
}

interface Count {
  k: number
  n: number
}
/** Passed and all rows of a domain, by group and in all. */
export interface DrawnDomain {
  readonly groups: readonly Readonly<Count>[]
  readonly all: Readonly<Count>
}

/**
 * Draws the rows of all domains. Sizes: 1 + 4·exp(N(0,1)), cut at 100; pass rate of a domain: beta with the given mean
 * and correlation 1/(a+b+1).
 */
export function drawDomains(settings: SimulatedDomains, uniform: Uniform): readonly DrawnDomain[] {
  const { domains, groups, rate, correlation, effect, favour } = settings
  const weight = 1 / correlation - 1
  return Array.from({ length: domains }, () => {
    const size = Math.min(100, 1 + Math.floor(4 * Math.exp(normalQuantile(uniform()))))
    const [passing, failing] = [gamma(rate * weight, uniform), gamma((1 - rate) * weight, uniform)]
    const own = passing / (passing + failing)
    const favourite = Math.floor(uniform() * groups)
    const counts = Array.from({ length: groups }, (): Count => ({ k: 0, n: 0 }))
    const all = { k: 0, n: 0 }
    for (let row = 0; row < size; row++) {
      const group = uniform() < favour ? favourite : Math.floor(uniform() * groups)
      const passed = uniform() < (group === 0 ? own * effect : own) ? 1 : 0
      for (const count of [counts[group] as Count, all]) {
        count.n += 1
        count.k += passed
      }
    }
    return { groups: counts, all }
  })
}

/** One group against all others, per domain. */
export function pairGroup(domains: readonly DrawnDomain[], group: number): readonly PairedTrials[] {
  return domains.map(({ groups, all }) => {
    const first = groups[group] ?? { k: 0, n: 0 }
    return { first, second: { k: all.k - first.k, n: all.n - first.n } }
  })
}

/** Gamma variate of shape > 0: G. Marsaglia and W. W. Tsang, ACM TOMS 26 (2000). */
function gamma(shape: number, uniform: Uniform): number {
  if (shape < 1) return gamma(shape + 1, uniform) * uniform() ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normalQuantile(uniform())
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}
