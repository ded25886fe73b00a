/**
 * Benjamini–Hochberg adjusted p values: `q_(i) = min_{j>=i} min(1, p_(j)·m/j)`, in the order given.
 *
 * Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995). Declaring those with q <= α holds the false discovery
 * rate at α under independence or positive regression dependence. A null is a test that could not be made: it is not
 * counted in m and stays null. An empty family gives an empty answer.
 *
 * @throws RangeError if a p value is not in 0..1.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const made = pValues.flatMap((p, at) => (p === null ? [] : [{ p, at }]))
  for (const { p, at } of made)
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected 0..1 for pValues[${at}], got ${p}`)
  made.sort((a, b) => b.p - a.p)
  const adjusted: (number | null)[] = pValues.map(() => null)
  let least = 1
  made.forEach(({ p, at }, fromLargest) => {
    least = Math.min(least, (p * made.length) / (made.length - fromLargest))
    adjusted[at] = least
  })
  return adjusted
}
