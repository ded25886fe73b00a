import type { Bins, ThresholdSection } from '@warc2dataset/schemas'
import { bell } from './numbers.js'

type Part = ThresholdSection['parts'][number]

const FIRST = 20
const BINS = 140
/** Bin whose lower edge is the cut, and the rows at or above it that were kept: as many as the funnel of the sample says. */
const CUT = 112
const KEPT = 9302

const SCORED = bell(28_262, 106, 17, FIRST, BINS)
const ELIGIBLE = eligibleOf(SCORED)

/** Nine of ten scored rows; at and above the cut exactly as many as were kept. Never more than were scored. */
function eligibleOf({ first, counts }: Bins): Bins {
  const above = (at: number) => first + at >= CUT
  const scored = counts.reduce((sum, n, at) => sum + (above(at) ? n : 0), 0)
  const eligible = counts.map((n, at) => Math.floor(above(at) ? (n * KEPT) / scored : n * 0.9))
  let lacking = KEPT - eligible.reduce((sum, n, at) => sum + (above(at) ? n : 0), 0)
  return {
    first,
    counts: eligible.map((n, at) => {
      if (!above(at) || lacking === 0 || n === counts[at]) return n
      lacking--
      return n + 1
    }),
  }
}

/** A share of the eligible rows that grows (or, `tilt` below 0, shrinks) from the lowest score to the highest. */
function part(axis: Part['axis'], id: string, label: string, share: number, tilt: number): Part {
  const counts = ELIGIBLE.counts.map((n, at) => Math.floor(n * share * (1 + tilt * (at / (BINS / 2) - 1))))
  return { axis, id, label, bins: { first: FIRST, counts } }
}

/** Bins of 0.0025 from 0: the cut of 0.28 is the lower edge of bin 112. */
export const SAMPLE_THRESHOLD: ThresholdSection = {
  score: 'similarity',
  model: 'openai/clip-vit-base-patch32',
  toy: false,
  cut: 0.28,
  origin: 0,
  width: 0.0025,
  lowest: 0.052,
  highest: 0.398,
  knows_below: true,
  scored: SCORED,
  eligible: ELIGIBLE,
  parts: [
    part('language', 'en', 'en', 0.62, 0.2),
    part('language', 'de', 'de', 0.11, -0.3),
    part('language', 'fr', 'fr', 0.07, -0.3),
    part('language', 'tr', 'tr', 0.03, -0.6),
    part('language', 'ja', 'ja', 0.02, -0.8),
    part('script', 'Latn', 'Latn', 0.92, 0.05),
    part('script', 'Cyrl', 'Cyrl', 0.03, -0.6),
    part('script', 'Hani', 'Hani', 0.02, -0.8),
    part('group', 'gender.en/woman', 'words for women', 0.07, -0.05),
    part('group', 'gender.en/man', 'words for men', 0.065, 0.02),
    part('group', 'age.en/old', 'words for older people', 0.013, -0.5),
    part('group', 'tld/de', 'de', 0.1, -0.2),
    part('domain', 'shop.example', 'shop.example', 0.16, 0.4),
    part('domain', 'photos.example', 'photos.example', 0.08, 0.6),
    part('domain', 'wiki.example', 'wiki.example', 0.08, 0.1),
    part('domain', 'news.example', 'news.example', 0.07, -0.4),
    part('domain', '<script>alert(1)</script>.example', '<script>alert(1)</script>.example', 0.007, -0.5),
  ],
  domains: 2104,
}
