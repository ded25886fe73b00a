/** Both ends of a confidence interval, in the unit of the estimate. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Two-sided error of the 95 % intervals. */
export const ALPHA = 0.05

/** Standard normal quantile of .975: two-sided 95 %. */
export const Z95 = 1.959963984540054

/** `exp(ln ± z·SE)`, the interval of a ratio estimated on the log scale; z is the quantile of its distribution. */
export function logInterval(logRatio: number, standardError: number, z = Z95): Interval {
  return { low: Math.exp(logRatio - z * standardError), high: Math.exp(logRatio + z * standardError) }
}
