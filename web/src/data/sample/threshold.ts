import type { ThresholdSection } from '@warc2dataset/schemas'
import { bell } from './numbers.js'

type Part = ThresholdSection['parts'][number]

const FIRST = 20
const BINS = 140

function part(axis: Part['axis'], id: string, label: string, rows: number, mean: number): Part {
  return { axis, id, label, bins: bell(rows, mean, 16, FIRST, BINS) }
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
  scored: bell(28_262, 102, 17, FIRST, BINS),
  eligible: bell(21_400, 109, 16, FIRST, BINS),
  parts: [
    part('language', 'en', 'English', 13_900, 113),
    part('language', 'de', 'German', 2450, 103),
    part('language', 'fr', 'French', 1480, 102),
    part('language', 'tr', 'Turkish', 610, 93),
    part('language', 'ja', 'Japanese', 480, 88),
    part('script', 'Latn', 'Latin', 19_800, 110),
    part('script', 'Cyrl', 'Cyrillic', 720, 91),
    part('script', 'Hani', 'Han', 510, 88),
    part('group', 'gender.en/woman', 'words for women', 1490, 108),
    part('group', 'gender.en/man', 'words for men', 1380, 110),
    part('group', 'age.en/old', 'words for older people', 260, 101),
    part('domain', 'shop.example', 'shop.example', 3380, 114),
    part('domain', 'photos.example', 'photos.example', 1720, 118),
    part('domain', 'wiki.example', 'wiki.example', 1640, 111),
    part('domain', 'news.example', 'news.example', 1490, 103),
    part('domain', '<script>alert(1)</script>.example', '<script>alert(1)</script>.example', 140, 99),
  ],
  domains: 2104,
}
