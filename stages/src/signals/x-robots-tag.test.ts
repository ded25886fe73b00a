import { describe, expect, it } from 'vitest'
import { PRODUCT_TOKENS } from '../robots/agent-rules.js'
import { hostileStrings, MEGABYTES } from './test-tags.js'
import { xRobotsTag } from './x-robots-tag.js'

const GOOGLE = 'Google, Robots meta tag, data-nosnippet, and X-Robots-Tag specifications'
const MDN = 'MDN, X-Robots-Tag'
const NOTES = '../shared/field-notes/reliability.md §3'
const OURS = 'our own rule, see xRobotsTag'

describe('for Googlebot', () => {
  it.each<[readonly string[], readonly string[], string]>([
    [['noindex'], ['noindex'], GOOGLE],
    [
      ['noimageindex', 'unavailable_after: 25 Jun 2010 15:00:00 PST'],
      ['noimageindex', 'unavailable_after:25 jun 2010 15:00:00 pst'],
      GOOGLE,
    ],
    [
      ['noimageindex', 'unavailable_after: Wed, 03 Dec 2025 13:09:53 GMT'],
      ['noimageindex', 'unavailable_after:wed, 03 dec 2025 13:09:53 gmt'],
      MDN,
    ],
    [['googlebot: nofollow', 'otherbot: noindex, nofollow'], ['nofollow'], GOOGLE],
    [['BadBot: noindex, nofollow', 'googlebot: nofollow'], ['nofollow'], MDN],
    [['BadBot: noindex, nofollow, googlebot: nofollow'], ['nofollow'], `${MDN}: in a single line`],
    [['googlebot: nofollow, otherbot: noindex, nofollow'], ['nofollow'], `${MDN}: the same, other order`],
    [['noindex, otherbot: nofollow'], ['noindex'], `${MDN}: <indexing-rule>, <bot-name>: <indexing-rule>`],
    [['nofollow', 'googlebot: noindex'], ['nofollow', 'noindex'], `${MDN}: sum of the negative rules`],
    [['GoogleBot: NOINDEX'], ['noindex'], `${GOOGLE}: agent and values not case sensitive`],
    [['otherbot: noindex', 'noai'], ['noai'], `${GOOGLE}: no agent, for all; a line of its own`],
    [['otherbot: noindex, noai'], [], `${MDN}: <bot-name>: <indexing-rule>, …, <indexing-ruleN>`],
    [['googlebot-news: noindex'], [], GOOGLE],
    [
      ['googlebot: unavailable_after: Friday, 25-Jun-10 15:00:00 UTC, noai, otherbot: noindex'],
      ['noai', 'unavailable_after:friday, 25-jun-10 15:00:00 utc'],
      `${NOTES}: values with a colon under an agent`,
    ],
    [
      ['otherbot: unavailable_after: Friday, 25-Jun-10 15:00:00 UTC, noai, googlebot: noindex'],
      ['noindex'],
      `${NOTES}: values with a colon under an agent`,
    ],
    [['max-snippet:0, noai'], ['max-snippet:0', 'noai'], NOTES],
    [['max-video-preview: 3, googlebot: noai'], ['max-video-preview:3', 'noai'], NOTES],
    [['max-audio-preview: none, noai'], ['max-audio-preview: none', 'noai'], `${OURS}: a later max-`],
    [['revisit-after: 7 days, noai'], ['noai', 'revisit-after: 7 days'], `${OURS}: a number is no directive`],
    [['noindex: true, noai'], ['noai', 'noindex: true'], `${NOTES}: the token is a known directive`],
    [['*: noai', 'robots: noml'], ['noai', 'noml'], `${OURS}: names for all crawlers`],
    [['otherbot: googlebot: noai'], ['noai'], `${OURS}: two names at once`],
    [['googlebot:, noai', 'otherbot:, noml'], ['noai'], `${OURS}: a name with its rules after a comma`],
    [[':noai'], [':noai'], `${OURS}: no name`],
    [[], [], OURS],
    [['', ' ', ','], [], OURS],
  ])('%j', (values, directives) => {
    expect(xRobotsTag(values, ['Googlebot'])).toEqual(directives)
  })
})

describe('for a crawler of two names', () => {
  it.each<[readonly string[], readonly string[]]>([
    [
      ['warc2dataset: noai', 'warc-to-dataset: noml'],
      ['noai', 'noml'],
    ],
    [['WARC-to-Dataset: noai, otherbot: noml'], ['noai']],
    [['otherbot: noml, warc2dataset: noai'], ['noai']],
    [['warc: noai', 'warc-to: noai', 'dataset: noai'], []],
  ])('%j', (values, directives) => {
    expect(xRobotsTag(values, PRODUCT_TOKENS)).toEqual(directives)
  })

  it('a crawler without a name gets what is for all', () => {
    expect(xRobotsTag(['otherbot: noai', 'noml'], [])).toEqual(['noml'])
  })
})

/**
 * The rule of `is_disallowed` in img2dataset 1.47.0, downloader.py, with its default directives. The function itself is
 * asked by test/python/robots_tag_peer.py.
 */
function img2datasetBlocks(values: readonly string[], agent: string | null): boolean {
  const disallowed = new Set(['noai', 'noimageai', 'noindex', 'noimageindex'])
  return values.some((value) => {
    const colon = value.indexOf(':')
    const name = colon < 0 ? null : value.slice(0, colon).toLowerCase()
    const directives = value.slice(colon + 1).split(',')
    return (
      (name === null || name === agent) &&
      directives.some((each) => disallowed.has(each.trim().toLowerCase()))
    )
  })
}

/** Those that ../shared/field-notes/reliability.md §3 rejects. */
const REJECTED = new Set(['noai', 'noimageai', 'noindex', 'noimageindex', 'none', 'noml'])

describe('beside img2dataset (../shared/field-notes/peers.md §6.4, reliability.md finding 10)', () => {
  it.each<[readonly string[], boolean, boolean, string]>([
    [['noai'], true, true, 'the same'],
    [['noindex', 'all'], true, true, 'the same'],
    [['otherbot: noindex'], false, false, 'the same'],
    [['mybot: noai'], true, true, 'the same'],
    [['max-snippet:0, noai'], true, false, 'it takes max-snippet for an agent'],
    [['max-image-preview: large, noai'], true, false, 'it takes max-image-preview for an agent'],
    [
      ['unavailable_after: 25 Jun 2010 15:00:00 PST, noai'],
      true,
      false,
      'it takes unavailable_after for an agent',
    ],
    [['noai, max-snippet:0'], true, false, 'it takes "noai, max-snippet" for an agent'],
    [['none'], true, false, 'none is noindex, nofollow (Google)'],
    [['noml'], true, false, 'it does not know noml (its issue 365)'],
    [['noai, otherbot: all'], true, false, 'rules before an agent are for all'],
    [['otherbot: noindex, mybot: noai'], true, false, 'it reads one agent a line'],
    [['mybot: all, otherbot: noindex, nofollow, noai'], false, true, 'the noai is for otherbot'],
    [['MyBot : noai'], true, false, 'a space before the colon'],
  ])('%j: we %j, it %j: %s', (values, we, it) => {
    expect(xRobotsTag(values, ['mybot']).some((directive) => REJECTED.has(directive))).toBe(we)
    expect(img2datasetBlocks(values, 'mybot')).toBe(it)
  })
})

describe('hostile fields', () => {
  it('keeps 50 of all lines together, the first ones, sorted', () => {
    const given = Array.from({ length: 60 }, (_, index) => `word-${index}`)
    expect(xRobotsTag([`x: ${given.join()}`, ...given], ['y'])).toEqual(given.slice(0, 50).sort())
  })

  it('never throws, and is bounded', () => {
    let seen = 0
    for (const value of [...hostileStrings(7, 5000), ...MEGABYTES]) {
      const found = xRobotsTag([value, 'noai', value], ['googlebot'])
      seen += found.length
      expect(found).toEqual([...new Set(found)].sort())
      expect(Math.max(...found.map((each) => each.length))).toBeLessThanOrEqual(80)
      expect(found.length === 50 || found.includes('noai')).toBe(true)
    }
    expect(seen).toBeGreaterThan(6000)
  })
})
