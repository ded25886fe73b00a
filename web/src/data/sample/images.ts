import type { CompareSection, ImagesSection, MapSection } from '@warc2dataset/schemas'
import { bell, rate } from './numbers.js'
import { SAMPLE_SUBJECT } from './subject.js'

const SIZES = Array.from({ length: 14 }, (_, w) =>
  Array.from({ length: 14 }, (_, h): [number, number, number, number] => {
    const rows = Math.round(900 * Math.exp(-((w - 7) ** 2) / 12 - (h - w + 1) ** 2 / 3))
    return [w + 11, h + 11, rows, Math.round(rows * (w + h < 9 ? 0 : 0.4))]
  }),
)
  .flat()
  .filter(([, , rows]) => rows > 0)

export const SAMPLE_IMAGES: ImagesSection = {
  sizes: { cells: SIZES },
  aspects: { width: 0.1, all: bell(28_330, 3, 5, -20, 50), kept: bell(9302, 3, 3, -14, 40) },
  duplicates: {
    pictures: 24_102,
    rows: 28_330,
    repeated: 1710,
    repeated_rows: 5938,
    differing_texts: 820,
    sizes: [
      [1, 22_392],
      [2, 1102],
      [3, 301],
      [4, 140],
      [5, 80],
      [6, 87],
    ],
    top: [
      { sha256: '0f'.repeat(32), rows: 310, texts: 4, domains: 120, example: 'spinner.gif' },
      {
        sha256: '9b'.repeat(32),
        rows: 88,
        texts: 71,
        domains: 3,
        example: '</script><img src=x onerror=alert(1)>',
      },
    ],
  },
  heads: [
    {
      column: 'aesthetic',
      by: 'aesthetic-v2-linear',
      toy: false,
      width: 0.25,
      all: bell(28_100, 19, 4, 6, 28),
      kept: bell(9250, 20, 4, 8, 24),
      missing: 230,
      cuts: [],
    },
    {
      column: 'punsafe',
      by: 'safety-head',
      toy: false,
      width: 0.05,
      all: bell(28_330, 2, 3, 0, 20),
      kept: bell(9302, 1, 2, 0, 10),
      missing: 0,
      cuts: ['punsafe < 0.5'],
    },
  ],
  tags: [
    {
      column: 'style',
      by: 'zero-shot prompts 2',
      toy: false,
      values: [
        { value: 'photograph', rows: 17_020, kept: rate(6402, 17_020) },
        { value: 'drawing', rows: 3120, kept: rate(940, 3120) },
        { value: 'text or logo', rows: 6010, kept: rate(1120, 6010) },
        { value: 'other', rows: 2180, kept: rate(840, 2180) },
      ],
    },
  ],
}

export const SAMPLE_MAP: MapSection = {
  scorer: 'openai/clip-vit-base-patch32',
  toy: false,
  pictures: 1500,
  texts: 1500,
  of: 56_660,
  method:
    'PCA to two dimensions of the centred embeddings, pictures and texts each centred on their own mean',
  seed: 17,
  trustworthiness: 0.71,
}

export const SAMPLE_COMPARE: CompareSection = {
  other: {
    ...SAMPLE_SUBJECT,
    name: 'spring-crawl',
    rows: 41_002,
    selection: 'e7'.repeat(32),
    scorers: [
      {
        name: 'clip',
        id: 'laion/clip-vit-l-14',
        digest: '77'.repeat(32),
        toy: false,
        threshold: 0.26,
      },
    ],
  },
  cautions: ['The two were scored by different models: their scores and cuts are on different scales.'],
  rates: [
    { id: 'kept', label: 'Kept of candidates', a: rate(9302, 48_210), b: rate(8411, 41_002) },
    { id: 'filename', label: 'File names among the kept', a: rate(212, 9302), b: rate(301, 8411) },
    { id: 'template', label: 'Templates among the kept', a: rate(1204, 9302), b: rate(960, 8411) },
    { id: 'language', label: 'Language not known', a: rate(729, 9302), b: null },
  ],
  overlap: { both: 3120, only_a: 6182, only_b: 5291, cut_by_b: 2210, cut_by_a: 1830 },
  shares: [
    {
      axis: 'language',
      divergence: 0.012,
      parts: [
        { value: 'en', label: 'English', a: 7354, b: 6020 },
        { value: 'de', label: 'German', a: 603, b: 910 },
        { value: 'tr', label: 'Turkish', a: 58, b: 204 },
      ],
    },
    {
      axis: 'domain',
      divergence: 0.21,
      parts: [
        { value: 'shop.example', label: 'shop.example', a: 1897, b: 1102 },
        { value: '\u202eevil.example', label: '\u202eevil.example', a: 16, b: 60 },
      ],
    },
  ],
  models: {
    a: 'openai/clip-vit-base-patch32',
    b: 'laion/clip-vit-l-14',
    rows: 20_410,
    fraction: 0.43,
    both: 6402,
    only_a: 2374,
    only_b: 2374,
    neither: 9260,
    kappa: 0.525,
  },
}
