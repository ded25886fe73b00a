/** The quantiles that a report names, in percent. */
export const PERCENTS = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const

export type QuantileName = `p${(typeof PERCENTS)[number]}`

/**
 * Quantile at a share from 0 to 1 of one number or more, linear between neighbours: type 7 of Hyndman and Fan (1996), as
 * numpy.quantile has it.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)]
  const high = sorted[Math.ceil(place)]
  if (low === undefined || high === undefined)
    throw new RangeError(
      `Expected a number and a share from 0 to 1, got ${values.length} numbers and ${share}`,
    )
  return low + (high - low) * (place - Math.floor(place))
}

/** The quantiles of a report, by name. */
export function quantilesOf(values: readonly number[]): Readonly<Record<QuantileName, number>> {
  const named = PERCENTS.map((percent) => [`p${percent}`, quantile(values, percent / 100)])
  return Object.fromEntries(named) as Record<QuantileName, number>
}
