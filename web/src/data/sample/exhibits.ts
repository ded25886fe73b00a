import type { Exhibit, Exhibits, MapPoints, Wall } from '@warc2dataset/schemas'
import { SAMPLE_FUNNEL } from './funnel.js'
import { randomNumbers } from './numbers.js'
import { SAMPLE_PICTURES } from './pictures.js'

type Text = readonly [text: string, language: string | null]

/** Plain ones, and what a crawl may bring on purpose. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script>',
  'harmless \u202etxt.exe\u202c \u2066and\u2069 so on',
  `long ${'word '.repeat(2000)}`,
  'javascript:alert(3) {{constructor}} #{7*7} %3Cb%3E',
  'z̴̨̛̙̗a̵̧͎l̷̡g̸̢o',
] as const

const TEXTS: readonly Text[] = [
  ['A red fox stands in fresh snow and looks back over its shoulder', 'en'],
  ['Buy Blue Chair 24 | Free Shipping | Shop Example', 'en'],
  ['IMG_2031.JPG', null],
  ['Blick vom Kirchturm über die Dächer der Altstadt', 'de'],
  ['Une femme âgée lit le journal dans un café', 'fr'],
  ['شارع قديم في المدينة', 'ar'],
  ['夕暮れの港', 'ja'],
  ['logo', 'en'],
  ...HOSTILE.map((text): Text => [text, null]),
]

function exhibit(at: number, step: string | null, random: () => number): Exhibit {
  const [text, language] = TEXTS[at % TEXTS.length] ?? ['', null]
  const scored = step === null || step === 's8' || step === 's7'
  const score = step === null ? 0.28 + random() * 0.08 : 0.28 - random() * 0.1
  const found = SAMPLE_FUNNEL.steps.find(({ id }) => id === step)
  return {
    url: `https://cdn${at}.example/pictures/${at}%22%3E<b>.jpg?size=${'x'.repeat(at % 5 === 0 ? 200 : 3)}`,
    domain: at % 7 === 6 ? null : (['shop.example', 'news.example', '\u202eevil.example'][at % 3] ?? null),
    text,
    language,
    kept: step === null,
    reason: found?.reasons.at(-1)?.reason ?? null,
    filter: found?.filter ?? null,
    score: scored ? score : null,
    distance: scored ? score - 0.28 : null,
    width: scored ? 200 + at * 37 : null,
    height: scored ? 150 + at * 29 : null,
    picture: scored && at % 4 !== 3 ? at % SAMPLE_PICTURES.length : null,
  }
}

function rows(step: string | null, n: number, seed: number): readonly Exhibit[] {
  const random = randomNumbers(seed)
  return Array.from({ length: n }, (_, at) => exhibit(at, step, random))
}

function walls(step: string | null, of: number, seed: number): readonly Wall[] {
  const random: Wall = { kind: 'random', of, rows: rows(step, Math.min(14, of), seed) }
  if (step !== null && step !== 's8') return [random]
  const near = rows(step, 14, seed + 1)
  const closest = near.toSorted((a, b) => Math.abs(a.distance ?? 1) - Math.abs(b.distance ?? 1))
  return [random, { kind: 'closest', of, rows: closest }]
}

function near(): Exhibits['near'] {
  const bins: Record<string, readonly Exhibit[]> = {}
  for (let bin = 20; bin < 36; bin++) {
    const low = bin / 100
    const random = randomNumbers(bin)
    bins[low.toFixed(2)] = Array.from({ length: 8 }, (_, at) => {
      const score = low + random() * 0.01
      const kept = score >= 0.28
      return { ...exhibit(at + bin, kept ? null : 's8', random), score, distance: score - 0.28, kept }
    })
  }
  return bins
}

function mapPoints(): MapPoints {
  const random = randomNumbers(23)
  const wave = () => (random() + random() + random()) / 3
  const points = Array.from({ length: 3000 }, (_, at) => ({
    x: Math.min(1, Math.max(0, wave() * 0.7 + (at % 3) * 0.12)),
    y: Math.min(1, Math.max(0, wave() * 0.7 + (at % 5) * 0.06)),
    kind: at % 2,
    fate: (at >> 1) % 3 === 0 ? -1 : (at >> 1) % 4 === 0 ? 0 : 1,
    // Of 50 points, two have a pair that the file has no place for.
    row: at % 50 >= 48 ? -1 : (at >> 1) % 60,
  }))
  return {
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    kind: points.map(({ kind }) => kind),
    fate: points.map(({ fate }) => fate),
    row: points.map(({ row }) => row),
    steps: ['s6', 's8'],
    rows: rows(null, 60, 29).map(({ url, text, language, score }) => ({ url, text, language, score })),
  }
}

export const SAMPLE_EXHIBITS: Exhibits = {
  pictures: SAMPLE_PICTURES,
  walls: {
    kept: walls(null, SAMPLE_FUNNEL.kept, 3),
    ...Object.fromEntries(SAMPLE_FUNNEL.steps.map(({ id, left }, at) => [id, walls(id, left, 50 + 2 * at)])),
  },
  near: near(),
  alone: { a: rows(null, 12, 41), b: rows(null, 12, 43) },
  map: mapPoints(),
}
