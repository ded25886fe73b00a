import { describe, expect, it } from 'vitest'
import { PRODUCT_TOKENS } from '../robots/agent-rules.js'
import { pictureSignals, refusedDirective } from './picture-signals.js'
import { hostileStrings, MEGABYTES } from './test-tags.js'

const GOOGLE = 'Google, Robots meta tag, data-nosnippet, and X-Robots-Tag specifications'
const TDMREP = 'TDMRep, "TDM Header Field in HTTP Responses"'
const FINDING = '../shared/field-notes/reliability.md finding 10'
const REFUSED = ['noai', 'noimageai', 'noml', 'noindex', 'noimageindex', 'none']

describe('what an answer says', () => {
  it.each<[Record<string, string | readonly string[]>, string | null, 0 | 1 | null, string | null, string]>([
    [{}, null, null, null, 'no field'],
    [{ 'x-robots-tag': '' }, null, null, null, 'an empty field'],
    [{ 'x-robots-tag': 'noindex' }, 'noindex', null, 'noindex', GOOGLE],
    [
      { 'x-robots-tag': ['otherbot: noindex', 'nofollow'] },
      'nofollow',
      null,
      null,
      `${GOOGLE}: a name is for its line`,
    ],
    [
      { 'x-robots-tag': 'unavailable_after: 25 Jun 2010 15:00:00 PST, noai' },
      'noai, unavailable_after:25 jun 2010 15:00:00 pst',
      null,
      'noai',
      FINDING,
    ],
    [
      { 'x-robots-tag': 'max-image-preview: large, noai' },
      'max-image-preview:large, noai',
      null,
      'noai',
      FINDING,
    ],
    [{ 'x-robots-tag': 'None' }, 'none', null, 'none', FINDING],
    [{ 'x-robots-tag': 'max-image-preview: none' }, 'max-image-preview:none', null, null, GOOGLE],
    [{ 'x-robots-tag': ['warc2dataset: noai', 'other: noml'] }, 'noai', null, 'noai', 'by our name'],
    [{ 'x-robots-tag': 'warc-to-dataset: noml' }, 'noml', null, 'noml', 'by our other name'],
    [{ 'tdm-reservation': '1' }, null, 1, null, TDMREP],
    [{ 'tdm-reservation': '0' }, null, 0, null, TDMREP],
    [{ 'tdm-reservation': 'yes' }, null, null, null, 'TDMRep, "tdm-reservation": other values are unset'],
    [{ 'tdm-reservation': ['0', '1'], 'x-robots-tag': 'all' }, 'all', 1, null, 'ours: 1 wins'],
  ])('%j', (fields, robots, tdmReservation, refused) => {
    const lists = Object.entries(fields).map(([name, value]) => [name, [value].flat()] as const)
    expect(pictureSignals(fields, PRODUCT_TOKENS)).toEqual({ robots, tdmReservation })
    expect(pictureSignals(new Map(lists), PRODUCT_TOKENS)).toEqual({ robots, tdmReservation })
    expect(refusedDirective(robots, REFUSED)).toBe(refused)
  })
})

describe('the refused directive', () => {
  it.each<[string | null, readonly string[], string | null]>([
    [null, REFUSED, null],
    ['noarchive, nofollow', REFUSED, null],
    ['noarchive, noimageai, noml', REFUSED, 'noimageai'],
    ['noai, noindex', ['noindex'], 'noindex'],
    ['noai', [], null],
    ['noai', ['NoAI'], 'noai'],
    ['noai: yes, noindexing', REFUSED, null],
    ['max-snippet:0', ['max-snippet:0', 'max-snippet'], null],
    ['unavailable_after:wed, 03 dec 2025 13:09:53 gmt', ['unavailable_after'], null],
    ['unavailable_after:wed, 03 dec 2025 13:09:53 gmt', ['03 dec 2025 13:09:53 gmt'], null],
  ])('of %j by %j is %j', (directives, refused, expected) => {
    expect(refusedDirective(directives, refused)).toBe(expected)
  })

  it('is found in whatever a host sends, and no value holds one', () => {
    let found = 0
    for (const value of [...hostileStrings(11, 3000), ...MEGABYTES]) {
      const { robots } = pictureSignals({ 'x-robots-tag': ['noimageindex', value] }, PRODUCT_TOKENS)
      expect(robots?.length ?? 0).toBeLessThanOrEqual(50 * 82)
      expect(refusedDirective(robots, ['noimageindex'])).toBe('noimageindex')
      if (refusedDirective(robots, ['noai']) !== null) found++
    }
    expect(found).toBeGreaterThan(5)
  })
})
