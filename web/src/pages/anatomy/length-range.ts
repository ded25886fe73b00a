import { count } from '../../components/rate.js'

/** Lengths in [low, high), as text: `5 to 12`. */
export function lengthRange(low: number, high: number): string {
  return high - low <= 1 ? count(low) : `${count(low)} to ${count(high - 1)}`
}
