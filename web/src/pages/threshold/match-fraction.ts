import type { Bins } from '@warc2dataset/schemas'
import { countAt, countFrom } from './bin-counts.js'
import type { SliderRange } from './slider-range.js'

/**
 * The threshold at or above which the share of rows is nearest to `fraction` (0 to 1): so scores of other scorers can be
 * cut at the same share. Of two equally near ones the higher. Linear in the bins.
 */
export function binOfFraction(bins: Bins, range: SliderRange, fraction: number): number {
  const all = countFrom(bins, range.min)
  if (all === 0) return range.start
  let above = countFrom(bins, range.max)
  let best = range.max
  let off = Math.abs(above / all - fraction)
  for (let bin = range.max - 1; bin >= range.min; bin--) {
    above += countAt(bins, bin)
    const distance = Math.abs(above / all - fraction)
    if (distance < off) {
      off = distance
      best = bin
    }
  }
  return best
}
