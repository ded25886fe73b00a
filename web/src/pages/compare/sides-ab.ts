import type { Series } from '../figures/dot-options.js'

/** A is the subject inspected, B the other. */
export const SIDES_AB: readonly Series[] = [
  { label: 'A, the one inspected', shape: 'ring' },
  { label: 'B, the other', shape: 'diamond' },
]
