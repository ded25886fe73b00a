import type { Rate } from '@warc2dataset/schemas'

const NOTHING = '–'
const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `1,234`; a dash for null. */
export function count(n: number | null): string {
  return n === null ? NOTHING : COUNT.format(n)
}

/** A share of 1 as a percentage with a space that does not break: `12.3 %`, more digits below 1 %, `0 %` only for 0; a dash for null. */
export function percent(share: number | null): string {
  if (share === null) return NOTHING
  return `${percentDigits(share)}\u00a0%`
}

function percentDigits(share: number): string {
  const value = share * 100
  const size = Math.abs(value)
  if (size === 0 || size === 100) return value.toFixed(0)
  // Neither end may be claimed by rounding.
  if (size > 99.9 && size < 100) return value > 0 ? '> 99.9' : '< -99.9'
  if (size < 0.01) return value > 0 ? '< 0.01' : '> -0.01'
  return value.toFixed(size < 1 ? 2 : 1)
}

/** A ratio or a coefficient: `1.23`; a dash for null. */
export function ratio(x: number | null): string {
  if (x === null) return NOTHING
  if (!Number.isFinite(x)) return '∞'
  if (x >= 1000) return COUNT.format(x)
  return x.toFixed(x >= 100 ? 0 : x >= 10 ? 1 : 2)
}

/** A score, a cut, or a distance: three decimals, with a sign if asked for; a dash for null. */
export function score(x: number | null, signed = false): string {
  if (x === null) return NOTHING
  const text = Math.abs(x).toFixed(3)
  if (x < 0 && Number(text) !== 0) return `−${text}`
  return signed && x > 0 ? `+${text}` : text
}

/** Both ends of a 95 % interval in brackets, `[10.2 %, 14.0 %]`; empty where there is none. */
export function interval(
  low: number | null,
  high: number | null,
  format: (x: number) => string = percent,
): string {
  return low === null || high === null ? '' : `[${format(low)}, ${format(high)}]`
}

/** `12.3 % [10.2 %, 14.0 %]` in one string, for a table twin. */
export function rateText({ rate, low, high }: Rate): string {
  return rate === null ? NOTHING : `${percent(rate)} ${interval(low, high)}`.trim()
}

/** A rate with its interval, and of how many. */
export function RateText({ rate }: { readonly rate: Rate }) {
  if (rate.rate === null) return <span>none to say it of</span>
  return (
    <span class="rate">
      <span class="rate-value">{percent(rate.rate)}</span>{' '}
      <span class="quiet">
        {interval(rate.low, rate.high)} · {count(rate.k)} of {count(rate.n)}
      </span>
    </span>
  )
}
