import { describe, expect, it } from 'vitest'
import type { DetectedLanguage } from '../language/open-language-detector.js'
import { pageRow, readContext } from './read-page.js'
import { PAGE_URL, pageOf, recordOf } from './test-pages.js'

const PROSE = 'Es war einmal ein Müller, der war arm, aber er hatte eine schöne Tochter und eine alte Mühle.'

const HTML = `<html lang="de-AT"><head><title> Die  M&amp;uuml;hle </title>
  <meta name=robots content="noimageindex, NOAI"><meta name=warc2dataset content=nofollow>
  <meta name=googlebot content=noarchive>
  <meta property=og:image content=/p.jpg><meta property=og:image:alt content="the mill">
  <meta name=twitter:image content=/t.jpg><meta name=twitter:image:alt content="a wheel">
  <link rel=image_src href=/s.jpg>
  <meta name=tdm-reservation content=1><meta name=tdm-policy content=https://www.site.example/tdm.json>
  </head><body><p>${PROSE}</p><a rel=license href="https://creativecommons.org/licenses/by/4.0/deed.de">CC</a>`

const SURE: DetectedLanguage = { language: 'de', probability: 0.99, reliable: true }

describe('readContext', () => {
  it('tells what the page says of itself and its use', () => {
    const fields = new Map([['x-robots-tag', ['noindex', 'googlebot: nosnippet', 'warc2dataset: noml']]])
    const { facts, title, pictures, base } = readContext(pageOf(HTML, { fields }), () => SURE)
    expect(facts).toEqual({
      page_url: PAGE_URL,
      page_domain: 'site.example',
      page_date: BigInt(Date.UTC(2024, 4, 18, 1, 58, 10)),
      html_lang: 'de-AT',
      page_language: 'de',
      page_language_probability: 0.99,
      license: 'https://creativecommons.org/licenses/by/4.0/',
      robots: 'noai, nofollow, noimageindex',
      x_robots_tag: 'noindex, noml',
      tdm_reservation: 1,
      tdm_policy: 'https://www.site.example/tdm.json',
    })
    expect(title).toBe('Die Mühle')
    expect(pictures.ogImage).toBe('https://www.site.example/p.jpg')
    expect(base).toBe(PAGE_URL)
  })

  it('tells nothing where nothing is said', () => {
    const { facts, title } = readContext(pageOf('<img src=a.jpg>', { date: null }), () => SURE)
    expect({ ...facts, title }).toEqual({
      page_url: PAGE_URL,
      page_domain: 'site.example',
      page_date: null,
      html_lang: null,
      page_language: null,
      page_language_probability: null,
      license: null,
      robots: null,
      x_robots_tag: null,
      tdm_reservation: null,
      tdm_policy: null,
      title: null,
    })
  })

  it('asks for the language of the running text, once', () => {
    const asked: string[] = []
    readContext(pageOf(HTML), (text) => {
      asked.push(text)
      return SURE
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain(PROSE)
  })

  it.each<[string, DetectedLanguage, string | null, number | null]>([
    ['sure', SURE, 'de', 0.99],
    ['not sure', { language: 'nl', probability: 0.5, reliable: false }, null, 0.5],
    ['without an answer', { language: null, probability: null, reliable: false }, null, null],
  ])('language of a page where the detector is %s', (_name, answer, language, probability) => {
    const { facts } = readContext(pageOf(HTML), () => answer)
    expect([facts.page_language, facts.page_language_probability]).toEqual([language, probability])
  })

  it('HTML goes before header fields for TDM, fields count where HTML is silent', () => {
    const fields = new Map([['tdm-reservation', ['0']]])
    expect(readContext(pageOf(HTML, { fields }), null).facts.tdm_reservation).toBe(1)
    expect(readContext(pageOf('<p>', { fields }), null).facts.tdm_reservation).toBe(0)
  })

  it('cuts a lang that is no language tag, and keeps a title that shows nothing out', () => {
    const { facts, title } = readContext(
      pageOf(`<html lang="${'x'.repeat(1000)}"><title> &nbsp; </title>`),
      null,
    )
    expect(facts.html_lang).toBe('x'.repeat(35))
    expect(title).toBeNull()
  })

  it.each<[string, string, string, string | null]>([
    ['<base>', '<base href="/x/">', PAGE_URL, 'https://www.site.example/x/'],
    ['a page that is not http', '', 'dns:site.example', null],
    ['no page URL', '', '', null],
  ])('base by %s', (_name, html, url, base) => {
    expect(readContext(pageOf(html, { url }), null).base).toBe(base)
  })
})

describe('pageRow', () => {
  it('joins occurrence, facts, reading, counts and the pictures of the page', () => {
    const record = recordOf({ offset: 2 ** 40, innerOffset: 3 })
    const context = readContext(pageOf(HTML, { record, status: 404 }), null)
    const counts = { images: 5, candidates: 1, alt_missing: 2, alt_empty: 1, alt_blank: 0 }
    const reading = { problem: 'cut', charset: 'utf-8', charset_source: 'http' }
    expect(pageRow('crawl/a.warc.gz', context, reading, counts)).toEqual({
      warc_filename: 'crawl/a.warc.gz',
      warc_record_offset: BigInt(2 ** 40),
      warc_inner_offset: 3n,
      ...context.facts,
      ...reading,
      ...counts,
      status: 404,
      title: 'Die Mühle',
      og_image: 'https://www.site.example/p.jpg',
      og_image_alt: 'the mill',
      twitter_image: 'https://www.site.example/t.jpg',
      twitter_image_alt: 'a wheel',
      image_src: 'https://www.site.example/s.jpg',
    })
  })
})
