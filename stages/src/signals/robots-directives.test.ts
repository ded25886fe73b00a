import { describe, expect, it } from 'vitest'
import { MAX_DIRECTIVES, parseDirectives } from './robots-directives.js'
import { hostileStrings, MEGABYTES } from './test-tags.js'

const GOOGLE = 'Google, Robots meta tag, data-nosnippet, and X-Robots-Tag specifications'
const MDN = 'MDN, X-Robots-Tag'
const DEVIANTART = "DeviantArt, 'UPDATE All Deviations Are Opted Out of AI Datasets'"
const NOML = 'NoML open letter, noml.info'
const NOTES = '../shared/field-notes/reliability.md, finding 10'
const OURS = 'our own rule, see parseDirectives'

describe('the directives of a value', () => {
  it.each<[string, readonly string[], string]>([
    ['noindex', ['noindex'], GOOGLE],
    ['noindex, nofollow', ['noindex', 'nofollow'], GOOGLE],
    ['NoIndex,NOFOLLOW', ['noindex', 'nofollow'], `${GOOGLE}: case-insensitive`],
    ['none', ['none'], GOOGLE],
    ['max-snippet:0', ['max-snippet:0'], GOOGLE],
    ['max-snippet:-1', ['max-snippet:-1'], GOOGLE],
    ['max-snippet:20, max-image-preview:large', ['max-snippet:20', 'max-image-preview:large'], GOOGLE],
    ['max-image-preview: large, noai', ['max-image-preview:large', 'noai'], NOTES],
    ['unavailable_after: 2020-09-21', ['unavailable_after:2020-09-21'], GOOGLE],
    ['unavailable_after: 25 Jun 2010 15:00:00 PST', ['unavailable_after:25 jun 2010 15:00:00 pst'], GOOGLE],
    [
      'unavailable_after: 25 Jun 2010 15:00:00 PST, noai',
      ['unavailable_after:25 jun 2010 15:00:00 pst', 'noai'],
      NOTES,
    ],
    [
      'noai, unavailable_after: Wed, 03 Dec 2025 13:09:53 GMT, noindex',
      ['noai', 'unavailable_after:wed, 03 dec 2025 13:09:53 gmt', 'noindex'],
      `${MDN}: RFC 822 date`,
    ],
    [
      'unavailable_after: Friday, 25-Jun-10 15:00:00 UTC, noimageai',
      ['unavailable_after:friday, 25-jun-10 15:00:00 utc', 'noimageai'],
      `${GOOGLE}: RFC 850 date`,
    ],
    [
      'unavailable_after: Friday, June 25, 2010 15:00, noai',
      ['unavailable_after:friday, june 25, 2010 15:00', 'noai'],
      `${GOOGLE}: "widely adopted format"`,
    ],
    [
      'unavailable_after: 2025-02-18T08:25:15+00:00, noai',
      ['unavailable_after:2025-02-18t08:25:15+00:00', 'noai'],
      `${GOOGLE}: ISO 8601 date`,
    ],
    ['unavailable_after: Friday, noai', ['unavailable_after:friday', 'noai'], OURS],
    ['unavailable_after:, noai', ['unavailable_after:', 'noai'], OURS],
    ['unavailable_after', ['unavailable_after'], OURS],
    ['noai', ['noai'], DEVIANTART],
    ['noimageai', ['noimageai'], DEVIANTART],
    ['noindex, nofollow, noml', ['noindex', 'nofollow', 'noml'], NOML],
    ['acap allow-index', ['acap allow-index'], `${OURS}: unknown (seen on a real page)`],
    ['noai noimageai', ['noai', 'noimageai'], OURS],
    ['noindex;nofollow', ['noindex', 'nofollow'], OURS],
    [' ,, noai , ,noai', ['noai'], OURS],
    ['max-snippet : 5', ['max-snippet:5'], OURS],
    ['foo: bar', ['foo: bar'], OURS],
    ['no\u0000ai', ['no ai'], OURS],
    ['x'.repeat(100), ['x'.repeat(40)], OURS],
    [`max-snippet:${'1'.repeat(100)}`, [`max-snippet:${'1'.repeat(68)}`], OURS],
    ['', [], OURS],
    [' \t,', [], OURS],
  ])('%j', (value, directives) => {
    expect(parseDirectives(value)).toEqual(directives)
  })

  it('keeps 50, the first ones', () => {
    const given = Array.from({ length: 60 }, (_, index) => `word-${index}`)
    expect(parseDirectives(given.join(','))).toEqual(given.slice(0, 50))
  })

  it('never throws, and is bounded, whatever the value', () => {
    let seen = 0
    for (const value of [...hostileStrings(3, 5000), ...MEGABYTES]) {
      const directives = parseDirectives(value)
      seen += directives.length
      expect(directives.length).toBeLessThanOrEqual(MAX_DIRECTIVES)
      expect(Math.max(0, ...directives.map((each) => each.length))).toBeLessThanOrEqual(80)
      expect(directives.join().isWellFormed()).toBe(true)
      expect(new Set(directives).size).toBe(directives.length)
    }
    expect(seen).toBeGreaterThan(5000)
  })
})
