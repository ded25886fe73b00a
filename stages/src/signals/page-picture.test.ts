import { describe, expect, it } from 'vitest'
import type { Attributes } from '../html/image-finder.js'
import { type PagePicture, pagePicture } from './page-picture.js'
import { hostileStrings, MEGABYTES, tags } from './test-tags.js'

const BASE = 'https://example.com/dir/page'
const NOTHING: PagePicture = {
  ogImage: null,
  ogImageAlt: null,
  twitterImage: null,
  twitterImageAlt: null,
  imageSrc: null,
}

/** Metas by `property`, from names and contents in turn. */
function properties(...pairs: readonly (readonly [string, string])[]): readonly Attributes[] {
  return tags(...pairs.map(([property, content]) => ({ property, content })))
}

const OGP = 'Open Graph protocol'

describe('metas', () => {
  it.each<[string, readonly Attributes[], Partial<PagePicture>]>([
    [
      `${OGP}, Structured Properties, the full example`,
      properties(
        ['og:image', 'http://example.com/ogp.jpg'],
        ['og:image:secure_url', 'https://secure.example.com/ogp.jpg'],
        ['og:image:type', 'image/jpeg'],
        ['og:image:width', '400'],
        ['og:image:alt', 'A shiny red apple with a bite taken out'],
      ),
      { ogImage: 'http://example.com/ogp.jpg', ogImageAlt: 'A shiny red apple with a bite taken out' },
    ],
    [
      `${OGP}, Arrays: the first is preferred; properties follow their root`,
      properties(
        ['og:image', 'https://example.com/rock.jpg'],
        ['og:image', 'https://example.com/rock2.jpg'],
        ['og:image:alt', 'of the second'],
      ),
      { ogImage: 'https://example.com/rock.jpg' },
    ],
    [
      `${OGP}, Arrays: the alt of the first usable one`,
      properties(
        ['og:image', 'data:image/png;base64,AA'],
        ['og:image:alt', 'one'],
        ['og:image', '/two.png'],
        ['og:image:alt', 'two'],
        ['og:image:alt', 'again'],
      ),
      { ogImage: 'https://example.com/two.png', ogImageAlt: 'two' },
    ],
    [
      `${OGP}: og:image:url is identical to og:image`,
      properties(
        ['og:image:url', 'a.png'],
        ['og:image:alt', 'a'],
        ['og:image:url', 'b.png'],
        ['og:image:alt', 'b'],
      ),
      { ogImage: 'https://example.com/dir/a.png', ogImageAlt: 'a' },
    ],
    [
      `${OGP}: og:image:url beside og:image is the same picture`,
      properties(
        ['og:image', ''],
        ['og:image:url', 'a.png'],
        ['og:image:url', 'b.png'],
        ['og:image:alt', 'a'],
      ),
      { ogImage: 'https://example.com/dir/a.png', ogImageAlt: 'a' },
    ],
    [
      `${OGP}: og:image:secure_url is an alternate`,
      properties(
        ['og:image', 'http://'],
        ['og:image:secure_url', 'https://b.de/a.png'],
        ['og:image:alt', 'a'],
      ),
      { ogImage: 'https://b.de/a.png', ogImageAlt: 'a' },
    ],
    [
      'og:image:secure_url alone',
      properties(['og:image:secure_url', 'https://b.de/a.png'], ['og:image:alt', 'a']),
      { ogImage: 'https://b.de/a.png', ogImageAlt: 'a' },
    ],
    [
      `${OGP}, Arrays: alt before any root`,
      properties(['og:image:alt', 'a'], ['og:image', 'b']),
      { ogImage: 'https://example.com/dir/b' },
    ],
    ['an alt without a usable picture', properties(['og:image', ' '], ['og:image:alt', 'a']), {}],
    [
      'X, Cards markup',
      tags({ name: 'twitter:image', content: '/t.jpg' }, { name: 'twitter:image:alt', content: ' a\n b ' }),
      { twitterImage: 'https://example.com/t.jpg', twitterImageAlt: 'a b' },
    ],
    [
      'the older twitter:image:src, in order',
      tags({ name: 'twitter:image:src', content: 's.jpg' }, { name: 'twitter:image', content: 't.jpg' }),
      { twitterImage: 'https://example.com/dir/s.jpg' },
    ],
    [
      'property and name mixed up, and case',
      tags({ name: 'OG:Image', content: 'o.jpg' }, { property: 'Twitter:Image', content: 't.jpg' }),
      { ogImage: 'https://example.com/dir/o.jpg', twitterImage: 'https://example.com/dir/t.jpg' },
    ],
    [
      'one tag for both',
      tags({ property: 'og:image', name: 'twitter:image', content: 'o.jpg' }),
      { ogImage: 'https://example.com/dir/o.jpg', twitterImage: 'https://example.com/dir/o.jpg' },
    ],
    [
      'one name in both attributes is one picture',
      tags(
        { property: 'og:image', name: 'og:image', content: 'o.jpg' },
        { property: 'og:image:alt', content: 'o' },
      ),
      { ogImage: 'https://example.com/dir/o.jpg', ogImageAlt: 'o' },
    ],
    [
      'others',
      properties(
        ['og:images', 'a'],
        ['og:image:width', 'b'],
        ['twitter:image:width', '3'],
        ['og:video', 'c'],
      ),
      {},
    ],
    [
      'a blank alt',
      properties(['og:image', 'a'], ['og:image:alt', ' \u200b']),
      { ogImage: 'https://example.com/dir/a' },
    ],
  ])('%s', (_, metas, expected) => {
    expect(pagePicture(metas, [], BASE)).toEqual({ ...NOTHING, ...expected })
  })
})

describe('links', () => {
  it.each<[string, readonly Attributes[], string | null]>([
    // As in Facebook's guide to sharing, before Open Graph.
    [
      'image_src',
      tags({ rel: 'image_src', href: 'http://www.onjd.com/PH2/WableAFC205.jpg' }),
      'http://www.onjd.com/PH2/WableAFC205.jpg',
    ],
    [
      'the first usable',
      tags(
        { rel: 'IMAGE_SRC' },
        { rel: 'image_src x', href: 'javascript:' },
        { rel: 'image_src', href: 'a' },
      ),
      'https://example.com/dir/a',
    ],
    ['others', tags({ rel: 'image', href: 'a' }, { href: 'b' }), null],
  ])('%s', (_, links, imageSrc) => {
    expect(pagePicture([], links, BASE)).toEqual({ ...NOTHING, imageSrc })
  })
})

it('without a base only absolute URLs are usable', () => {
  const metas = properties(['og:image', 'a.png'], ['og:image', '//b.de/'], ['og:image', 'https://c.de/'])
  expect(pagePicture(metas, [], null).ogImage).toBe('https://c.de/')
})

it('never throws, and is bounded', () => {
  let found = 0
  for (const content of [...hostileStrings(17, 3000), ...MEGABYTES, `https://a.de/${'x'.repeat(3000)}`]) {
    const metas = tags(
      { property: content, content },
      { property: 'og:image', content },
      { property: 'og:image', content: 'a' },
      { property: 'og:image:alt', content },
      { name: 'twitter:image:alt', content },
      { name: 'twitter:image' },
    )
    const links = tags({ rel: content, href: content }, { rel: 'image_src', href: content })
    pagePicture(metas, links, content)
    const picture = pagePicture(metas, links, BASE)
    for (const text of Object.values(picture)) {
      if (text !== null) found += 1
      expect([...(text ?? '')].length).toBeLessThanOrEqual(2000)
      expect(text).not.toBe('')
    }
  }
  expect(found).toBeGreaterThan(3000)
})
