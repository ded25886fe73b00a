import type { Exclusion, Rate, Ratio } from '@warc2dataset/schemas'
import {
  type ClusterCells,
  countsOfCells,
  pairStrata,
  strataOfCells,
} from '../../statistics/cluster-cells.js'
import { type ClusterCounts, restOfCounts, sumCounts } from '../../statistics/cluster-counts.js'
import type { ClusterRatio } from '../../statistics/cluster-rate-ratio.js'
import { countedMantelHaenszel } from '../../statistics/counted-mantel-haenszel.js'
import { type CountedProportion, countedProportion } from '../../statistics/counted-proportion.js'
import { countedRateRatio } from '../../statistics/counted-rate-ratio.js'
import { Z95 } from '../../statistics/interval.js'
import { stratumRange } from '../../statistics/mantel-haenszel.js'
import { differenceOfIntervals } from '../../statistics/newcombe-difference.js'
import type { Trials } from '../../statistics/trials.js'
import { isEnough, isTold, MINIMUM } from './minimum.js'
import type { ScopeStep } from './scope.js'

export type Measured = Omit<Exclusion, 'group' | 'step' | 'q' | 'flagged'>

/** Half width of the interval that `needed` is about, of the logarithm of the ratio. */
const HALF_WIDTH = 0.2

/**
 * What a step did to a group, beside the rest of the rows that it saw; k are rows that it cut. Below the minimum only the
 * rates are told, and those not of small cells (`isTold`), be they the group's or the rest's. The crude ratio has ½ added to its counts
 * (`clusterRateRatio`), the adjusted one has not. A ratio is null where nothing was cut of the group or of the rest.
 *
 * @param group cells of its rows, all among those of `all`.
 * @param shadow its rows of the shadow sample, by cluster; null: too few.
 * @throws RangeError where they are not.
 */
export function measureExclusion(
  group: ClusterCells,
  shadow: ClusterCounts | null,
  all: ScopeStep,
): Measured {
  const first = countsOfCells(group)
  const second = restOfCounts(first, all.byCluster)
  const [of, ofAll, ofRest] = [sumCounts(first), sumCounts(all.byCluster), sumCounts(second)]
  const [rate, restRate] = [countedProportion(first), countedProportion(second)]
  const told = isTold(of) && isTold(ofRest)
  const rates = {
    group_rate: told ? describeRate(rate) : null,
    rest_rate: told ? describeRate(restRate) : null,
  }
  const needed = rowsNeeded(ofAll, rate)
  if (!isEnough(first, second)) {
    const nothing = { difference: null, crude: null, adjusted: null, strata: null }
    return { status: 'too_few', ...rates, ...nothing, needed, shadow: null }
  }
  return {
    status: 'measured',
    ...rates,
    difference: differenceOf(rate, restRate),
    crude: describeRatio(countedRateRatio(first, second)),
    adjusted: describeRatio(countedMantelHaenszel(group, all.cells, all.byStratum)),
    strata: rangeOf(group, all),
    needed,
    shadow: shadow === null ? null : measureShadow(shadow, all.shadow),
  }
}

function measureShadow(first: ClusterCounts, all: ClusterCounts): Exclusion['shadow'] {
  const second = restOfCounts(first, all)
  if (!isEnough(first, second)) return null
  return {
    group_rate: describeRate(countedProportion(first)),
    rest_rate: describeRate(countedProportion(second)),
    crude: describeRatio(countedRateRatio(first, second)),
  }
}

function rangeOf(group: ClusterCells, all: ScopeStep): Exclusion['strata'] {
  const first = strataOfCells(group)
  const range = stratumRange(pairStrata(first, restOfCounts(first, all.byStratum)), MINIMUM.rows)
  return range === null ? null : { low: range.smallest, high: range.largest, strata: range.strata }
}

/** Newcombe's, from the clustered intervals of both rates; null where one has none. */
function differenceOf(one: CountedProportion | null, two: CountedProportion | null): Exclusion['difference'] {
  if (one === null || two === null || one.interval === null || two.interval === null) return null
  return differenceOfIntervals(one.proportion, one.interval, two.proportion, two.interval)
}

/**
 * Field note inspect §2.0 rule 6: `deff·(1-r)/r·(1.96/0.2)²`, r the rate of all rows that the step saw. Where the design
 * effect cannot be told (nothing or all of the group was cut, or it lies in one cluster) it is taken as 1, which is too
 * few. Null where nothing was cut.
 */
function rowsNeeded({ k, n }: Trials, group: CountedProportion | null): number | null {
  if (k === 0) return null
  return Math.ceil((((group?.designEffect ?? 1) * (n - k)) / k) * (Z95 / HALF_WIDTH) ** 2)
}

/** As inspect.json has it. */
export function describeRate(found: CountedProportion | null): Rate {
  if (found === null) return { k: 0, n: 0, rate: null, low: null, high: null }
  const { k, n, proportion, interval } = found
  return { k, n, rate: proportion, low: interval?.low ?? null, high: interval?.high ?? null }
}

/** As inspect.json has it; JSON has no infinity. */
export function describeRatio(found: ClusterRatio | null): Ratio | null {
  if (found === null) return null
  const { ratio, low, high, p, clusters, degrees } = found
  return { ratio, low, high: Math.min(high, Number.MAX_VALUE), p, clusters, degrees }
}
