import type { Attributes } from '../html/image-finder.js'
import { randomNumbers } from '../warc/warc-fixtures.js'

/** Tags with the attributes of each object. */
export function tags(...attributes: readonly Readonly<Record<string, string>>[]): readonly Attributes[] {
  return attributes.map((each) => new Map(Object.entries(each)))
}

const PIECES = [
  ...[
    'noai',
    'noindex',
    'unavailable_after',
    'max-snippet',
    'Friday',
    '25-Jun-10 15:00:00 UTC',
    'googlebot',
    '1',
    '0',
  ],
  ...[
    'robots',
    'tdm-reservation',
    'tdm-policy',
    'og:image',
    'og:image:alt',
    'og:image:url',
    'twitter:image',
    'license',
  ],
  ...[
    'https://creativecommons.org/',
    'licenses',
    'by-sa',
    '4.0',
    'image_src',
    '//',
    'http://',
    '%',
    '?',
    '#',
    '@',
  ],
  ...[',', ';', ':', ' ', '\t', '\0', '/', '\ud800', '\udc00', '\u00e9', '\u0130', '\u{1f600}', ''],
]

/** Strings of pieces of the grammars and of random bytes, the same ones for a seed. */
export function* hostileStrings(seed: number, count: number): Generator<string, void> {
  const next = randomNumbers(seed)
  for (let made = 0; made < count; made += 1) {
    let text = ''
    for (let left = next() % 24; left > 0; left -= 1) {
      text += next() % 4 === 0 ? String.fromCharCode(next() & 255) : (PIECES[next() % PIECES.length] ?? '')
    }
    yield text
  }
}

/** One MB each of what would hurt a parser that is not linear, or that keeps all it is given. */
export const MEGABYTES: readonly string[] = [
  ',',
  ' ',
  ':',
  'a',
  'a:',
  'a, ',
  '1, ',
  'noai ',
  'noai,',
  '\t\0',
  'unavailable_after: ',
  'unavailable_after: friday, ',
  'unavailable_after: friday, 1, ',
  '/',
  '\ud800',
].map((piece) => piece.repeat(Math.ceil(1_000_000 / piece.length)))
