import type { AnatomySection, WordsSection } from '@warc2dataset/schemas'
import { randomNumbers, rate } from './numbers.js'

const N = 48_210
const KEPT = 9302

type Class = readonly [name: string, about: string, candidates: number, kept: number]

const CLASSES: readonly Class[] = [
  ['described', 'None of the classes below.', 31_420, 7012],
  ['filename', 'The name of the picture file, or what is left of one.', 3423, 212],
  ['camera', 'A name that a camera or a telephone gave: IMG_2031, DSC00417.', 640, 9],
  ['generic', 'A word for any picture: image, logo, photo.', 4210, 98],
  ['template', 'Its skeleton occurs 20 times or more on one site.', 5020, 1204],
  ['seo', 'Written for a search engine or a shop: prices, article numbers, many separators.', 3497, 767],
]

export const SAMPLE_ANATOMY: AnatomySection = {
  classes: CLASSES.map(([name, about, candidates, kept]) => ({
    class: name,
    about,
    candidates: rate(candidates, N),
    kept: rate(kept, KEPT),
    passed: rate(kept, candidates),
  })),
  silence: {
    total: { value: null, pages: 3120, text: 50_432, missing: 21_930, empty: 18_500, blank: 480 },
    by_domain: [
      { value: 'gallery.example', pages: 90, text: 120, missing: 4020, empty: 12, blank: 0 },
      { value: 'news.example', pages: 410, text: 4410, missing: 1900, empty: 6020, blank: 14 },
      {
        value: '"><img src=x onerror=alert(1)>.example',
        pages: 12,
        text: 40,
        missing: 610,
        empty: 0,
        blank: 120,
      },
      { value: null, pages: 2608, text: 45_862, missing: 15_400, empty: 12_468, blank: 346 },
    ],
    by_language: [
      { value: 'en', pages: 1710, text: 29_300, missing: 10_100, empty: 11_020, blank: 220 },
      { value: 'de', pages: 320, text: 5400, missing: 1450, empty: 3010, blank: 31 },
      { value: 'ja', pages: 140, text: 1250, missing: 1810, empty: 720, blank: 44 },
      { value: null, pages: 950, text: 14_482, missing: 8570, empty: 3750, blank: 185 },
    ],
  },
  templates: {
    rate: rate(5020, N),
    kept_rate: rate(1204, KEPT),
    top: [
      {
        domain: 'shop.example',
        rows: 1410,
        kept: 520,
        texts: 1402,
        example: 'Buy Blue Chair 24 | Free Shipping | Shop Example',
      },
      { domain: 'photos.example', rows: 640, kept: 180, texts: 640, example: 'Stock Photo #18231991' },
      { domain: 'bidi.example', rows: 44, kept: 0, texts: 40, example: 'price \u202e 99$ ylno' },
    ],
  },
  kinds: [
    { kind: 'alt', candidates: 45_004, kept: rate(9013, 45_004) },
    { kind: 'title', candidates: 3206, kept: rate(289, 3206) },
  ],
  lengths: [5, 9, 13, 18, 24, 31, 40, 53, 71, 104].map((low, at, all) => ({
    low,
    high: all[at + 1] ?? 4096,
    candidates: 4821,
    kept: rate(Math.round(4821 * (0.05 + 0.03 * Math.min(at, 14 - at))), 4821),
  })),
  length_by_score: {
    score: 'similarity',
    score_width: 0.01,
    cells: Array.from({ length: 20 }, (_, length) =>
      Array.from({ length: 26 }, (_, bin): [number, number, number] => [
        length,
        10 + bin,
        Math.round(
          420 *
            Math.exp(-((length - 5) ** 2) / 30) *
            Math.exp(-((bin - 13 - Math.min(3, length / 3)) ** 2) / 30),
        ),
      ]),
    )
      .flat()
      .filter(([, , n]) => n > 0),
  },
  personal: [
    { kind: 'e-mail address', candidates: 41, kept: 3 },
    { kind: 'telephone number', candidates: 118, kept: 14 },
  ],
}

const WORDS =
  'photo wallpaper vintage portrait kitchen mountain sunset handmade beach garden wedding dress leather ' +
  'landscape map poster bridge cat dog train castle icon logo image banner avatar button header loading click ' +
  'arrow login search spacer thumbnail default untitled profile menu share facebook twitter rss pdf ' +
  'woman man grandmother grandfather nurse doctor engineer <b>bold</b> \u202ereversed über señora 写真 картина صورة'

function words(seed: number): WordsSection['contrasts'][number]['rows'] {
  const random = randomNumbers(seed)
  return WORDS.split(' ')
    .map((word) => {
      const z = (random() - 0.5) * 18
      const first = Math.round(6 + random() * 300)
      return {
        word,
        log_odds: z / 6,
        z,
        first_domains: first,
        second_domains: Math.max(1, Math.round(first * Math.exp(-z / 6))),
      }
    })
    .sort((a, b) => b.z - a.z)
}

export const SAMPLE_WORDS: WordsSection = {
  contrasts: [
    {
      id: 'kept',
      first: 'kept',
      second: 'cut',
      first_rows: KEPT,
      second_rows: N - KEPT,
      sampled: false,
      prior: 312,
      words: 1904,
      rows: words(7),
    },
    {
      id: 's8',
      first: 'passed select.keep: similarity >= 0.28',
      second: 'cut by it',
      first_rows: 12_108,
      second_rows: 16_222,
      sampled: true,
      prior: 210,
      words: 1210,
      rows: words(11),
    },
  ],
}
