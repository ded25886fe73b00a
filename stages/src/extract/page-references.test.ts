import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { imagesByKind } from './archive-tally.js'
import { ALL_KINDS, findOn, PAGE_URL, recordOf, referencesOf } from './test-pages.js'

const NONE = {
  candidate: 0,
  missing: 0,
  empty: 0,
  blank: 0,
  other_text: 0,
  no_src: 0,
  noscript_twin: 0,
  html_budget: 0,
}
const NO_ALT = { text: 0, missing: 0, empty: 0, blank: 0 }

const ICON = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='
const LAZY = `<img src="${ICON}" data-src="big.jpg" alt="a mill"><noscript><img src="big.jpg" alt="a mill"></noscript>`

describe('pageReferences: every <img> once, by what became of it', () => {
  it.each<[fate: string, html: string, images: object, alts: object]>([
    ['candidate', '<img src=a.jpg alt="a mill">', { candidate: 1 }, { text: 1 }],
    ['missing', '<img src=a.jpg>', { missing: 1 }, { missing: 1 }],
    ['empty', '<img src=a.jpg alt="">', { empty: 1 }, { empty: 1 }],
    ['empty without a value', '<img src=a.jpg alt>', { empty: 1 }, { empty: 1 }],
    ['blank', '<img src=a.jpg alt=" &nbsp; ">', { blank: 1 }, { blank: 1 }],
    ['no_src', '<img alt="a mill">', { no_src: 1 }, { text: 1 }],
    ['no_src of spaces', '<img src="  " alt="a mill">', { no_src: 1 }, { text: 1 }],
    ['no text and no src: no text', '<img>', { missing: 1 }, { missing: 1 }],
    ['data: is a reference, dropped later', `<img src="${ICON}" alt="a">`, { candidate: 1 }, { text: 1 }],
    ['noscript_twin', LAZY, { candidate: 1, noscript_twin: 1 }, { text: 1 }],
    ['<image> is <img>', '<image src=a.jpg alt="a mill">', { candidate: 1 }, { text: 1 }],
    ['nothing', '<p>no pictures</p>', {}, {}],
  ])('%s', (_fate, html, images, alts) => {
    const { tally } = referencesOf(html)
    expect(tally.alts).toEqual({ ...NO_ALT, ...alts })
    const { total, ...kinds } = tally.images
    expect(kinds).toEqual({ ...NONE, ...images })
    expect(total).toBe(imagesByKind(tally))
  })

  it('other_text: an alt to read, but other kinds are wanted', () => {
    const { tally } = referencesOf(
      '<img src=a.jpg alt="a mill"><img src=b.jpg title="b"><img src=c.jpg alt="">',
      {
        kinds: ['title'],
      },
    )
    expect(tally.images).toMatchObject({ total: 3, candidate: 1, other_text: 1, empty: 1 })
  })

  it('a missing, empty or blank alt beside a wanted text is a candidate, and counted as an alt all the same', () => {
    const html = '<img src=a.jpg title=a><img src=b.jpg title=b alt=""><img src=c.jpg title=c alt=" ">'
    const { tally, counts } = referencesOf(html, { kinds: ['alt', 'title'] })
    expect(tally.images).toMatchObject({ total: 3, candidate: 3, missing: 0, empty: 0, blank: 0 })
    expect(tally.alts).toEqual({ text: 0, missing: 1, empty: 1, blank: 1 })
    expect(counts).toEqual({ images: 3, candidates: 3, alt_missing: 1, alt_empty: 1, alt_blank: 1 })
    expect(tally.gained).toEqual({ title: 3 })
  })

  it('html_budget: what was not looked at is only counted', () => {
    const html = '<img src=a.jpg alt=a>'.repeat(7)
    const { tally, counts, references } = referencesOf(html, { found: findOn(html, 3) })
    expect(tally.images).toMatchObject({ total: 7, candidate: 3, html_budget: 4 })
    expect(counts).toMatchObject({ images: 7, candidates: 3 })
    expect(references).toHaveLength(3)
  })

  it('adds up over several pages', () => {
    const html = `${LAZY}<img><img alt=""><img alt=" "><img alt=x><img src=a.jpg alt=x><img src=a.jpg title=x>`
    const { tally, counts } = referencesOf(html)
    expect(tally.images).toEqual({
      ...NONE,
      total: 8,
      candidate: 2,
      noscript_twin: 1,
      missing: 2,
      empty: 1,
      blank: 1,
      no_src: 1,
    })
    expect(counts).toEqual({ images: 8, candidates: 2, alt_missing: 2, alt_empty: 1, alt_blank: 1 })
  })
})

describe('pageReferences: twins', () => {
  it('joins a lazy picture with its copy: one candidate with the better URL', () => {
    const { references } = referencesOf(LAZY)
    expect(references).toHaveLength(1)
    expect(references[0]).toMatchObject({
      url: 'https://www.site.example/news/big.jpg',
      url_source: 'lazy',
      in_noscript: true,
      image_index: 0,
    })
  })

  it("leaves them alone for choose: 'src', as other tools do", () => {
    const { references, tally } = referencesOf(LAZY, { choose: 'src' })
    expect(tally.images).toMatchObject({ total: 2, candidate: 2, noscript_twin: 0 })
    expect(
      references.map(({ image_index, in_noscript, url_problem, url_source }) => [
        image_index,
        in_noscript,
        url_problem,
        url_source,
      ]),
    ).toEqual([
      [0, false, 'not_http', 'src'],
      [1, true, null, 'src'],
    ])
  })

  it('takes the alt of the copy where the picture has none', () => {
    const html = `<img src="${ICON}" data-src="b.jpg"><noscript><img src="b.jpg" alt="a mill"></noscript>`
    const { references, tally } = referencesOf(html)
    expect(references[0]?.texts.map(({ text }) => text)).toEqual(['a mill'])
    expect(tally.alts).toEqual({ ...NO_ALT, text: 1 })
  })

  it('the index of a picture is its place on the page, whatever was joined or left out before it', () => {
    const html = `<img>${LAZY}<img src=c.jpg alt=c><img alt=d><img src=e.jpg alt=e>`
    const indexes = (choose: 'best' | 'src') =>
      referencesOf(html, { choose }).references.map(({ image_index, texts }) => [image_index, texts[0]?.text])
    expect(indexes('best')).toEqual([
      [1, 'a mill'],
      [3, 'c'],
      [5, 'e'],
    ])
    expect(indexes('src')).toEqual([
      [1, 'a mill'],
      [2, 'a mill'],
      [3, 'c'],
      [5, 'e'],
    ])
  })
})

describe('pageReferences: columns', () => {
  const one = (html: string, options: Parameters<typeof referencesOf>[1] = {}) => {
    const { references } = referencesOf(html, options)
    if (references[0] === undefined || references.length > 1)
      throw new Error(`Expected one candidate of ${html}, got ${references.length}`)
    return references[0]
  }

  it('names the occurrence and hashes it with archive, offsets and index', () => {
    const record = recordOf({ offset: 99, innerOffset: 7 })
    const row = one('<img><img src=a.jpg alt=a>', { record })
    const hash = createHash('sha256').update('crawl/a.warc.gz\x0099\x007\x001').digest()
    expect(row).toMatchObject({
      candidate_id: hash.readBigInt64BE(0),
      warc_filename: 'crawl/a.warc.gz',
      warc_record_offset: 99n,
      warc_inner_offset: 7n,
      image_index: 1,
      page_url: PAGE_URL,
      page_domain: 'site.example',
      verdicts: [],
      shadow_reason: null,
    })
    expect(row.url_hash).toBe(createHash('sha256').update(row.url).digest().readBigInt64BE(0))
  })

  it.each<[string, string, string, string, number | null, number]>([
    ['src', '<img src=s.jpg alt=a>', 's.jpg', 'src', null, 0],
    ['src with width', '<img src=s.jpg width=320 alt=a>', 's.jpg', 'src', 320, 0],
    ['srcset', '<img src=s.jpg srcset="m.jpg 640w, l.jpg 1280w" alt=a>', 'l.jpg', 'srcset', 1280, 2],
    [
      'srcset up to 2048',
      '<img src=s.jpg srcset="l.jpg 1280w, x.jpg 4096w" alt=a>',
      'l.jpg',
      'srcset',
      1280,
      2,
    ],
    [
      'source',
      '<picture><source srcset="w.webp 900w"><img src=s.jpg alt=a></picture>',
      'w.webp',
      'source',
      900,
      1,
    ],
    ['lazy', `<img src="${ICON}" data-src=big.jpg alt=a>`, 'big.jpg', 'lazy', null, 0],
    [
      'noscript',
      `<img src="${ICON}" alt=a><noscript><img src=n.jpg alt=a></noscript>`,
      'n.jpg',
      'noscript',
      null,
      0,
    ],
  ])('url, url_source, url_width, url_others: %s', (_name, html, file, source, width, others) => {
    const { tally, references } = referencesOf(html)
    const row = references[0]
    expect([row?.url, row?.url_source, row?.url_width, row?.url_others]).toEqual([
      `https://www.site.example/news/${file}`,
      source,
      width,
      others,
    ])
    expect(tally.url_sources).toEqual({ [source]: 1 })
    expect(tally.url_others).toBe(others)
  })

  it.each<[string, string, string | null]>([
    ['absolute', '<a href="/more#x"><img src=a.jpg alt=a></a>', 'https://www.site.example/more'],
    ['no link', '<img src=a.jpg alt=a>', null],
    ['javascript:', '<a href="javascript:void(0)"><img src=a.jpg alt=a></a>', null],
    ['mailto:', '<a href="mailto:a@b.example"><img src=a.jpg alt=a></a>', null],
    [
      'by <base>',
      '<base href="https://other.example/x/"><a href=y><img src=a.jpg alt=a></a>',
      'https://other.example/x/y',
    ],
  ])('link_url: %s', (_name, html, link) => {
    expect(one(html).link_url).toBe(link)
  })

  it.each<[string, string, boolean]>([
    ['none of them', '<img src=a.jpg alt=a>', false],
    ['aria-hidden', '<img src=a.jpg alt=a aria-hidden=true>', true],
    ['aria-hidden in capitals', '<img src=a.jpg alt=a aria-hidden=TRUE>', true],
    ['aria-hidden=false', '<img src=a.jpg alt=a aria-hidden=false>', false],
    ['aria-hidden without a value', '<img src=a.jpg alt=a aria-hidden>', false],
    ['role=presentation', '<img src=a.jpg alt=a role=Presentation>', true],
    ['role=none', '<img src=a.jpg alt=a role=" none ">', true],
    ['both roles', '<img src=a.jpg alt=a role="none presentation">', true],
    ['role=img', '<img src=a.jpg alt=a role=img>', false],
    ['role=img first', '<img src=a.jpg alt=a role="img presentation">', false],
  ])('presentational: %s', (_name, html, presentational) => {
    expect(one(html).presentational).toBe(presentational)
  })

  it.each<[string, string, string | null]>([
    ['og:image', '<meta property=og:image content=/p.jpg>', 'og:image'],
    ['twitter:image', '<meta name=twitter:image content=/p.jpg>', 'twitter:image'],
    ['image_src', '<link rel=image_src href=/p.jpg>', 'image_src'],
    [
      'the first of several',
      '<link rel=image_src href=/p.jpg><meta property=og:image content=/p.jpg>',
      'og:image',
    ],
    ['another picture', '<meta property=og:image content=/q.jpg>', null],
    ['none', '', null],
  ])('page_picture: %s', (_name, head, picture) => {
    expect(one(`${head}<img src=/p.jpg alt=a>`).page_picture).toBe(picture)
  })

  it('declared size, and URL problems', () => {
    const row = one('<img src="javascript:alert(1)" alt=a width="64px" height=50%>')
    expect(row).toMatchObject({
      declared_width: 64,
      declared_height: null,
      url_problem: 'not_http',
      url_domain: '',
    })
    expect(one('<img src=a.jpg alt=a>')).toMatchObject({ url_problem: null, url_domain: 'site.example' })
  })

  it('in a WAT record: the source is wat, and what it cannot know is null', () => {
    expect(one('<img src=a.jpg alt=a aria-hidden=true>', { seenIn: 'wat' })).toMatchObject({
      url_source: 'wat',
      in_noscript: null,
      presentational: null,
    })
  })
})

describe('pageReferences: texts', () => {
  const HEAD =
    '<title>the page</title><meta property=og:image content=p.jpg><meta property=og:image:alt content="the og text">'

  it('og:image:alt belongs to the picture that is og:image alone', () => {
    const html = `${HEAD}<img src=p.jpg alt=a><img src=q.jpg alt=b>`
    const { references } = referencesOf(html, { kinds: ['og_image_alt', 'alt'] })
    expect(references.map(({ texts }) => texts.map(({ kind, text }) => `${kind}: ${text}`))).toEqual([
      ['og_image_alt: the og text', 'alt: a'],
      ['alt: b'],
    ])
  })

  it('page_title and surrounding come only where they are wanted', () => {
    const html = `${HEAD}<p>some words</p><img src=q.jpg alt=b><p>other words</p>`
    const kinds = (...wanted: ('alt' | 'page_title' | 'surrounding')[]) =>
      referencesOf(html, { kinds: wanted }).references[0]?.texts.map(({ kind, text }) => `${kind}: ${text}`)
    expect(kinds('alt')).toEqual(['alt: b'])
    expect(kinds('alt', 'page_title')).toEqual(['alt: b', 'page_title: the page'])
    expect(kinds('surrounding', 'alt')).toEqual(['surrounding: some words other words', 'alt: b'])
  })

  it('equal texts are one, of the kind that is wanted most', () => {
    const html = '<a href=/><img src=a.jpg alt=same title=same aria-label=other>same</a>'
    expect(
      referencesOf(html, { kinds: ['title', 'alt'] }).references[0]?.texts.map(({ kind }) => kind),
    ).toEqual(['title', 'aria_label'])
  })

  it('counts the texts that were found, and those beside no alt', () => {
    const html = `${HEAD}
      <figure><img src=p.jpg title=t><figcaption>f</figcaption></figure>
      <a href=/><img src=q.jpg alt=q title=t>link</a>
      <img src=r.jpg alt="" aria-label=l>
      <img src=s.jpg>`
    const { tally } = referencesOf(html, { kinds: ALL_KINDS.filter((kind) => kind !== 'surrounding') })
    expect(tally.texts).toEqual({
      alt: 1,
      title: 2,
      aria_label: 1,
      figcaption: 1,
      og_image_alt: 1,
      anchor: 1,
      page_title: 4,
    })
    expect(tally.gained).toEqual({ title: 1, aria_label: 1, figcaption: 1, og_image_alt: 1, page_title: 3 })
  })
})
