import { describe, expect, it } from 'vitest'
import { robotsMeta } from './robots-meta.js'
import { hostileStrings, MEGABYTES, tags } from './test-tags.js'

const GOOGLE = 'Google, Robots meta tag, data-nosnippet, and X-Robots-Tag specifications'

describe('robots metas of a page', () => {
  it.each<[string, ReturnType<typeof tags>, readonly string[], string]>([
    ['one', tags({ name: 'robots', content: 'noindex' }), ['noindex'], GOOGLE],
    ['case', tags({ name: 'ROBOTS', content: 'NOINDEX' }), ['noindex'], `${GOOGLE}: name and content`],
    [
      'several add up',
      tags({ name: 'robots', content: 'noindex' }, { name: 'robots', content: 'nofollow' }),
      ['nofollow', 'noindex'].sort(),
      GOOGLE,
    ],
    [
      'ours adds to all crawlers',
      tags({ name: 'robots', content: 'nofollow' }, { name: 'googlebot', content: 'noindex' }),
      ['nofollow', 'noindex'],
      `${GOOGLE}: "sum of the negative rules", its example`,
    ],
    [
      'another crawler',
      tags({ name: 'googlebot-news', content: 'nosnippet' }, { name: 'googlebot', content: 'notranslate' }),
      ['notranslate'],
      GOOGLE,
    ],
    [
      'DeviantArt',
      tags({ name: 'robots', content: 'noimageai' }, { name: 'robots', content: 'noai' }),
      ['noai', 'noimageai'],
      "DeviantArt's announcement: its two tags",
    ],
    [
      'noml for one crawler',
      tags({ name: 'googlebot', content: 'noml' }, { name: 'gptbot', content: 'noindex' }),
      ['noml'],
      'NoML open letter, noml.info: its examples',
    ],
    [
      'twice',
      tags({ name: 'robots', content: 'noai,noai' }, { name: ' robots ', content: 'noai' }),
      ['noai'],
      '',
    ],
    [
      'other tags',
      tags({ property: 'robots', content: 'noai' }, { content: 'noai' }, { name: '', content: 'noai' }),
      [],
      '',
    ],
    ['no content', tags({ name: 'robots' }), [], ''],
  ])('%s', (_, metas, directives) => {
    expect(robotsMeta(metas, ['Googlebot'])).toEqual(directives)
  })

  it('adds up what is for either of two names', () => {
    const metas = tags(
      { name: 'warc2dataset', content: 'noai' },
      { name: 'Warc-To-Dataset', content: 'noml' },
      { name: 'warc', content: 'noindex' },
    )
    expect(robotsMeta(metas, ['warc2dataset', 'warc-to-dataset'])).toEqual(['noai', 'noml'])
  })

  it('a crawler without a name is not one that tags without a name are for', () => {
    expect(robotsMeta(tags({ name: '', content: 'noai' }, { name: 'robots', content: 'all' }), [''])).toEqual(
      ['all'],
    )
  })

  it('keeps 50 of all tags together, the first ones, sorted', () => {
    const given = Array.from({ length: 60 }, (_, index) => `word-${index}`)
    const metas = tags(...given.map((content) => ({ name: 'robots', content })))
    expect(robotsMeta(metas, ['x'])).toEqual(given.slice(0, 50).sort())
  })

  it('never throws', () => {
    for (const content of [...hostileStrings(5, 2000), ...MEGABYTES]) {
      const found = robotsMeta(tags({ name: 'robots', content }, { name: content, content }), [
        content.slice(0, 9),
      ])
      expect(found).toEqual([...new Set(found)].sort())
    }
  })
})
