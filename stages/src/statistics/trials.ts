/**
 * `k` of `n`: 0 <= k <= n. Weighted rows (Horvitz–Thompson) and effective sizes make both fractional, so they need not
 * be integers.
 */
export interface Trials {
  readonly k: number
  readonly n: number
}

/** The same two groups in one place: a stratum, or a cluster that may hold rows of both. */
export interface PairedTrials {
  readonly first: Trials
  readonly second: Trials
}

/** @throws RangeError unless 0 <= k <= n, both finite. */
export function expectTrials({ k, n }: Trials, name: string): void {
  expectCount(n, `${name}.n`)
  expectCount(k, `${name}.k`)
  if (k > n) throw new RangeError(`Expected at most n=${n} for ${name}.k, got ${k}`)
}

/** @throws RangeError unless finite and not negative. */
export function expectCount(value: number, name: string): void {
  if (!(value >= 0 && value < Infinity))
    throw new RangeError(`Expected a finite number >= 0 for ${name}, got ${value}`)
}
