import type { Rgb } from './srgb-lab.js'

/** A picture laid out like the chart, and what it shows. */
export interface ColourFile {
  readonly name: string
  readonly what: string
  readonly make: () => Promise<Buffer>
  /** sRGB of each square of the upright picture on white. */
  readonly expected: readonly Rgb[]
}
