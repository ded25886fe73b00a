import type { Rate } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import {
  type ClusterRatesOptions,
  clusterRates,
  NO_ROWS,
  type RatesByPart,
  ratesOfCells,
} from './cluster-rates.js'
import { withoutInterval } from './wilson-of-sums.js'

/**
 * Share of the kept in each part. Where rows that were cut are not there (`knows.rejected`), all rows were kept and the
 * rate says nothing: it is 1 of all, without an interval.
 */
export async function keptRates(
  inspected: Inspected,
  options: Omit<ClusterRatesOptions, 'of'>,
): Promise<RatesByPart> {
  return claimOnly(inspected, await clusterRates(inspected.duck, { ...options, of: 'kept' }))
}

/** The same from cells with k of the kept; see `ratesOfCells`. */
export async function keptRatesOfCells(inspected: Inspected, cells: string): Promise<RatesByPart> {
  return claimOnly(inspected, await ratesOfCells(inspected.duck, cells))
}

/** The part's rate; of no row where it is not there. */
export function rateOf(rates: RatesByPart, part: string | null): Rate {
  return rates.get(part) ?? NO_ROWS
}

function claimOnly({ knows }: Inspected, rates: RatesByPart): RatesByPart {
  return knows.rejected ? rates : new Map([...rates].map(([part, rate]) => [part, withoutInterval(rate)]))
}
