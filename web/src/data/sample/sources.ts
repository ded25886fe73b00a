import type { Concentration, LanguagesSection, SourcesSection } from '@warc2dataset/schemas'
import { rate } from './numbers.js'

type Part = SourcesSection['domains'][number]

function part(value: string | null, candidates: number, kept: number): Part {
  return { value, candidates, kept, rate: rate(kept, candidates) }
}

function concentration(rows: number, parts: number, gini: number, top10: number): Concentration {
  return {
    rows,
    parts,
    gini,
    hhi: top10 ** 2 / 8,
    top1: top10 / 3,
    top10,
    top100: Math.min(1, top10 + 0.35),
    effective: parts * (1 - gini),
  }
}

function lorenz(power: number): number[] {
  return Array.from({ length: 101 }, (_, at) => (at / 100) ** power)
}

export const SAMPLE_SOURCES: SourcesSection = {
  concentration: [
    {
      axis: 'domain',
      before: concentration(48_210, 2840, 0.78, 0.34),
      after: concentration(9302, 1120, 0.81, 0.41),
    },
    {
      axis: 'tld',
      before: concentration(48_210, 140, 0.88, 0.86),
      after: concentration(9302, 82, 0.89, 0.91),
    },
    {
      axis: 'language',
      before: concentration(39_326, 34, 0.85, 0.93),
      after: concentration(8573, 21, 0.9, 0.98),
    },
  ],
  lorenz: { before: lorenz(6), after: lorenz(8) },
  domains: [
    part('shop.example', 6120, 1897),
    part('news.example', 4410, 750),
    part('wiki.example', 3902, 1132),
    part('photos.example', 2580, 1032),
    part('xn--bcher-kva.example', 1490, 179),
    part('blog.example', 1120, 190),
    part('\u202eevil.example', 812, 16),
    part('<img src=x onerror=alert(1)>', 400, 4),
  ],
  tlds: [
    part('com', 27_100, 5980),
    part('org', 5200, 1240),
    part('de', 3900, 490),
    part('jp', 1020, 40),
    part('tr', 890, 31),
    part(null, 10_100, 1521),
  ],
  site_kinds: [
    part('shop', 11_020, 2710),
    part('news', 8040, 1420),
    part('social', 3150, 702),
    part('other', 26_000, 4470),
  ],
}

export const SAMPLE_LANGUAGES: LanguagesSection = {
  told_by: 'lingua-small 1.2: texts of fewer than 20 letters are often not told.',
  divergence: 0.041,
  script_divergence: 0.018,
  languages: [
    part('en', 27_962, 7354),
    part('de', 5110, 603),
    part('fr', 3020, 329),
    part('tr', 1406, 58),
    part('ja', 1188, 26),
    part('ar', 640, 12),
    part(null, 8884, 920),
  ],
  scripts: [
    part('Latin', 42_600, 8946),
    part('Cyrillic', 2204, 110),
    part('Han', 1420, 43),
    part('Arabic', 702, 14),
    part('Hebrew', 190, 4),
    part(null, 1094, 185),
  ],
  declared: { both: 31_220, agree: 26_840 },
}
