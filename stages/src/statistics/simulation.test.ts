import { describe, expect, it } from 'vitest'
import { benjaminiHochberg } from './benjamini-hochberg.js'
import { clusterMantelHaenszel } from './cluster-mantel-haenszel.js'
import { clusterRateRatio } from './cluster-rate-ratio.js'
import type { Interval } from './interval.js'
import { addPairs } from './paired-totals.js'
import { rateRatio } from './rate-ratio.js'
import {
  createUniform,
  drawDomains,
  pairGroup,
  type SimulatedDomains,
  type Uniform,
} from './simulated-clusters.js'

const SIMULATIONS = 2000
const ALPHA = 0.05
// Three standard errors of a share of 5 % over the simulations: 1.5 %.
const SLACK = 3 * Math.sqrt((ALPHA * (1 - ALPHA)) / SIMULATIONS)

// About 2800 rows a time, 140 of a group, half of them from its 20 favourite domains; the variance of a group is known as
// well as from 14 domains.
const WEB: SimulatedDomains = {
  domains: 400,
  groups: 20,
  rate: 0.3,
  correlation: 0.2,
  effect: 1,
  favour: 0.5,
}

describe(`${SIMULATIONS} simulated crawls`, () => {
  it('flags anything in at most 5 % where there is no effect', () => {
    const uniform = createUniform(1)
    const flagged = shareOf(() => {
      const domains = drawDomains(WEB, uniform)
      const p = domains[0]?.groups.map((_, group) => clusterRateRatio(pairGroup(domains, group))?.p ?? null)
      return benjaminiHochberg(p ?? []).some((q) => q !== null && q < ALPHA)
    })
    expect(flagged).toBeLessThanOrEqual(ALPHA + SLACK)
    // A test that never flags would pass the line above.
    expect(flagged).toBeGreaterThan(0.01)
  })

  it.each([
    ['gathered in few domains', WEB.favour, 0.92],
    ['spread over all domains', 0, 1],
  ])('covers a planted ratio of .7 in 93–97 of 100, rows of a group %s', (_, favour, mostIfIndependent) => {
    const uniform = createUniform(2)
    let independent = 0
    const covered = shareOf(() => {
      const pairs = pairGroup(drawDomains({ ...WEB, effect: 0.7, favour }, uniform), 0)
      const { first, second } = addPairs(pairs)
      if (covers(rateRatio(first, second), 0.7)) independent += 1 / SIMULATIONS
      return covers(clusterRateRatio(pairs), 0.7)
    })
    expect(covered).toBeGreaterThanOrEqual(0.93)
    expect(covered).toBeLessThanOrEqual(0.97)
    // Why clusters: rows taken as independent cover less where those of a group come from the same domains.
    expect(independent).toBeLessThan(mostIfIndependent)
  })

  it('covers it across strata where the crude ratio is another', () => {
    const uniform = createUniform(3)
    let crude = 0
    const covered = shareOf(() => {
      const rows = drawStrata(uniform)
      const { first, second } = addPairs(rows)
      crude += Math.log(first.k / first.n / (second.k / second.n)) / SIMULATIONS
      return covers(clusterMantelHaenszel(rows), 0.7)
    })
    expect(Math.exp(crude)).toBeLessThan(0.55)
    expect(covered).toBeGreaterThanOrEqual(0.93)
    expect(covered).toBeLessThanOrEqual(0.97)
  })
})

/** Three kinds of domains: where less passes, more rows are of group 0. */
function drawStrata(uniform: Uniform) {
  return [
    { rate: 0.5, groups: 12 },
    { rate: 0.3, groups: 6 },
    { rate: 0.15, groups: 3 },
  ].flatMap(({ rate, groups }) =>
    pairGroup(drawDomains({ ...WEB, domains: 80, effect: 0.7, rate, groups }, uniform), 0).map(
      (pair, at) => ({
        ...pair,
        cluster: `${rate} ${at}`,
        stratum: `${rate}`,
      }),
    ),
  )
}

function covers(interval: Interval | null, truth: number): boolean {
  return interval !== null && interval.low <= truth && truth <= interval.high
}

function shareOf(simulate: () => boolean): number {
  let hits = 0
  for (let simulation = 0; simulation < SIMULATIONS; simulation++) if (simulate()) hits += 1
  return hits / SIMULATIONS
}
