/** One point of a Lorenz curve pair: the smallest share `domains` of the domains hold these shares of the rows. */
export interface LorenzPoint {
  readonly domains: number
  readonly before: number | null
  readonly after: number | null
}

/** Both curves by hundredths of the domains; a curve without a point there has null. */
export function lorenzPoints(before: readonly number[], after: readonly number[]): readonly LorenzPoint[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, at) => ({
    domains: at / 100,
    before: before[at] ?? null,
    after: after[at] ?? null,
  }))
}

/** Share of the rows that the largest hundredth to half of the domains hold; `largest` in hundredths, null: no curve. */
export function heldByLargest(curve: readonly number[], largest: number): number | null {
  const rest = curve[100 - largest]
  return rest === undefined ? null : 1 - rest
}
