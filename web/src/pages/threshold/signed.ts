import { count } from '../../components/rate.js'

/** `+1,234`, `−56`, `0`. */
export function signedCount(n: number): string {
  if (n === 0) return '0'
  return n > 0 ? `+${count(n)}` : `−${count(-n)}`
}

/** Change of two shares in percentage points: `+1.2 pp`; a dash where one of them is of nothing. */
export function changeOfShare(before: number | null, after: number | null): string {
  if (before === null || after === null) return '–'
  const points = (after - before) * 100
  if (points === 0) return '0 pp'
  const size = Math.abs(points)
  const digits = size < 0.005 ? '< 0.01' : size.toFixed(2)
  return `${points > 0 ? '+' : '−'}${digits} pp`
}
