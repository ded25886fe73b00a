import type { Counts } from '@warc2dataset/schemas'

export const NO_COUNTS: Counts = { in: 0, kept: 0, shadow: 0, dropped: {}, failed: {} }

/** Inputs that left: Σ dropped + Σ failed. */
export function exits(counts: Counts): number {
  return total(counts.dropped) + total(counts.failed)
}

export function total(by: Readonly<Record<string, number>>): number {
  return Object.values(by).reduce((sum, n) => sum + n, 0)
}

/** Sum of the counts of several units. */
export function sumCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, counts) => ({
      in: sum.in + counts.in,
      kept: sum.kept + counts.kept,
      shadow: sum.shadow + counts.shadow,
      dropped: addBy(sum.dropped, counts.dropped),
      failed: addBy(sum.failed, counts.failed),
    }),
    NO_COUNTS,
  )
}

/** Sum of two tables of counters, names sorted. */
export function addBy(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
}
