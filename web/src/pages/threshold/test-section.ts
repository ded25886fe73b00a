import type { ThresholdSection } from '@warc2dataset/schemas'

/** A section for tests: cut 0.28, bins of 0.01, one row in each of the bins −2 to 3. */
export function thresholdSection(over: Partial<ThresholdSection> = {}): ThresholdSection {
  const bins = { first: -2, counts: [1, 1, 1, 1, 1, 1] }
  return {
    score: 'similarity_b32',
    model: 'b32',
    toy: false,
    cut: 0.28,
    origin: 0.28,
    width: 0.01,
    lowest: 0.26,
    highest: 0.319,
    knows_below: true,
    scored: bins,
    eligible: bins,
    parts: [],
    domains: 1,
    ...over,
  }
}
