const numbers = new Intl.NumberFormat('en')

/** "At 0.283: 1,234 rows kept, 56 fewer than at the cut of 0.28 (4.3 % less)." */
export function keptSentence(
  at: { readonly threshold: string; readonly kept: number },
  base: { readonly threshold: string; readonly kept: number; readonly isCut: boolean },
): string {
  const rows = at.kept === 1 ? 'row' : 'rows'
  const start = `At ${at.threshold}: ${numbers.format(at.kept)} ${rows} kept`
  const where = base.isCut ? `the cut of ${base.threshold}` : `the lowest score, ${base.threshold}`
  if (at.threshold === base.threshold) return `${start}. This is ${where}.`
  const difference = at.kept - base.kept
  if (difference === 0) return `${start}, as many as at ${where}.`
  const side = difference > 0 ? 'more' : 'fewer'
  const share = base.kept === 0 ? '' : ` (${(Math.abs(difference / base.kept) * 100).toFixed(1)} % ${side})`
  return `${start}, ${numbers.format(Math.abs(difference))} ${side} than at ${where}${share}.`
}
