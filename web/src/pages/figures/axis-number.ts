const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count at a tick of an axis: `2.5K`, `10M`. */
export function compact(n: number): string {
  return COMPACT.format(n)
}
