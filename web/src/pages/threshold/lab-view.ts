import type { ThresholdSection } from '@warc2dataset/schemas'
import { edgeOf } from './bin-counts.js'
import type { SliderRange } from './slider-range.js'

/** What every part of the page draws from. */
export interface LabView {
  readonly section: ThresholdSection
  readonly range: SliderRange
  /** Bin whose lower edge is the chosen threshold. */
  readonly bin: number
}

/** A threshold as it is written: an edge of a bin, never -0. */
export function edgeText(section: ThresholdSection, bin: number): string {
  return String(edgeOf(section, bin) + 0)
}

/** What the start of the slider is called. */
export function startName(section: ThresholdSection, range: SliderRange): string {
  const edge = edgeText(section, range.start)
  return section.cut === null ? `the lowest score, ${edge}` : `the cut, ${edge}`
}
