import type { ThresholdSection } from '@warc2dataset/schemas'
import { binOf, nearestEdge } from './bin-counts.js'

/** Bins that the slider's threshold may be the lower edge of, both inclusive, and where it starts. */
export interface SliderRange {
  readonly min: number
  /** One above the bin of the highest score: nothing is kept there. */
  readonly max: number
  /** The applied cut; the lowest score where none was applied. */
  readonly start: number
}

/** Where rows below the cut are not known the slider begins at the cut. */
export function sliderRange(section: ThresholdSection): SliderRange {
  const lowest = binOf(section, section.lowest)
  const max = binOf(section, section.highest) + 1
  if (section.cut === null) return { min: lowest, max: Math.max(lowest, max), start: lowest }
  const cut = nearestEdge(section, section.cut)
  const min = section.knows_below ? Math.min(lowest, cut) : cut
  return { min, max: Math.max(max, cut), start: cut }
}

/** A threshold as somebody typed it or as the address holds it, as a bin of the range; null if it is no number. */
export function binOfTyped(section: ThresholdSection, range: SliderRange, typed: string): number | null {
  const text = typed.trim().replace(',', '.')
  if (text === '' || !Number.isFinite(Number(text))) return null
  return Math.min(range.max, Math.max(range.min, nearestEdge(section, Number(text))))
}
