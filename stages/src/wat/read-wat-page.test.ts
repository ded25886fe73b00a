import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { PageImage } from '../html/image-finder.js'
import { randomNumbers, readAll } from '../warc/warc-fixtures.js'
import { type EmulatedWat, emulateWat } from './emulated-wat.js'
import { isWat } from './is-wat.js'
import { MAX_WAT_BYTES, readWat, readWatPage } from './read-wat-page.js'

const REAL = fileURLToPath(new URL('../../../../shared/data/warc/whirlwind.warc.wat.gz', import.meta.url))

const around = {
  sources: [],
  inNoscript: false,
  link: null,
  figcaption: null,
  labelledBy: null,
  surrounding: { before: '', after: '' },
}
const image = (attributes: Readonly<Record<string, string>>): PageImage => ({
  ...around,
  attributes: new Map(Object.entries(attributes)),
})

const PAGE: EmulatedWat = {
  targetUri: 'https://example.org/a?b=1',
  date: '2024-05-18T01:58:10Z',
  status: 200,
  fields: [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['X-Robots-Tag', 'noai'],
    ['X-Robots-Tag', 'otherbot: noindex'],
  ],
  page: {
    images: [
      image({ src: '/1.jpg', alt: 'Ein Café — “quoted”', title: 'A title' }),
      image({ src: 'data:image/gif;base64,', alt: '' }),
      image({ alt: 'no address', 'data-src': '/lazy.jpg' }),
      image({ src: '3.png', srcset: '3.png 2x', width: '7' }),
    ],
    baseHref: 'https://cdn.example.org/',
    htmlLang: 'de-AT',
    title: 'Ein Titel',
    metas: [
      new Map([
        ['property', 'og:image'],
        ['content', '/og.jpg'],
      ]),
      new Map([
        ['name', 'robots'],
        ['content', 'noimageai'],
      ]),
      new Map([
        ['http-equiv', 'content-language'],
        ['content', 'de'],
      ]),
    ],
    links: [
      new Map([
        ['rel', 'license'],
        ['href', 'https://example.org/l'],
      ]),
      new Map([['href', 'https://creativecommons.org/licenses/by/4.0/']]),
    ],
  },
  filename: 'CC-MAIN-20240517233122-20240518023122-00000.warc.gz',
  offset: 80_610_731,
  length: 17_423,
}

const read = (json: unknown, maxImages = 100) => readWat(Buffer.from(JSON.stringify(json)), { maxImages })
const emulated = () => JSON.parse(emulateWat(PAGE).toString()) as Record<string, never>

describe('an emulated WAT record of a page', () => {
  it('gives all that WAT keeps of it', () => {
    expect(readWatPage(emulateWat(PAGE), { maxImages: 100 })).toEqual({
      targetUri: PAGE.targetUri,
      date: Date.UTC(2024, 4, 18, 1, 58, 10),
      status: 200,
      fields: new Map([
        ['content-type', ['text/html; charset=utf-8']],
        ['x-robots-tag', ['noai', 'otherbot: noindex']],
      ]),
      page: {
        images: [
          image({ src: '/1.jpg', alt: 'Ein Café — “quoted”', title: 'A title' }),
          image({ src: 'data:image/gif;base64,', alt: '' }),
          image({ src: '3.png' }),
        ],
        imageCount: 3,
        baseHref: 'https://cdn.example.org/',
        htmlLang: 'de-AT',
        title: 'Ein Titel',
        metas: PAGE.page.metas,
        links: PAGE.page.links,
        prose: '',
      },
      containerFilename: PAGE.filename,
      containerOffset: 80_610_731,
      containerLength: 17_423,
    })
  })

  it('gives no more pictures than asked for, and counts the others', () => {
    const { images } = readWatPage(emulateWat(PAGE), { maxImages: 1 })?.page ?? { images: [] }
    expect(images.map(({ attributes }) => attributes.get('src'))).toEqual(['/1.jpg'])
    expect(read(emulated(), 1)).toMatchObject({ page: { imageCount: 3 } })
    expect(read(emulated(), 0)).toMatchObject({ page: { imageCount: 3, images: [] } })
  })

  it('that is no page tells of another record', () => {
    const json = emulated() as Record<string, Record<string, Record<string, Record<string, unknown>>>>
    delete json['Envelope']?.['Payload-Metadata']?.['HTTP-Response-Metadata']?.['HTML-Metadata']
    expect(read(json)).toEqual({ reason: 'other_record', detail: 'no HTML page, WARC-Type "response"' })
    expect(readWatPage(Buffer.from(JSON.stringify(json)), { maxImages: 1 })).toBeNull()
  })
})

describe('hostile JSON', () => {
  const html = (metadata: unknown) => ({
    Envelope: {
      'WARC-Header-Metadata': { 'WARC-Target-URI': 'http://e.org/' },
      'Payload-Metadata': { 'HTTP-Response-Metadata': { 'HTML-Metadata': metadata } },
    },
  })
  const EMPTY = {
    images: [],
    imageCount: 0,
    baseHref: null,
    htmlLang: null,
    title: null,
    metas: [],
    links: [],
    prose: '',
  }

  it.each([
    ['empty', {}],
    ['an array', []],
    [
      'lists that are none',
      { Head: { Metas: 'x', Link: 7, Title: {}, Base: [] }, Links: { path: 'IMG@/src' } },
    ],
    [
      'lists of anything',
      { Head: { Metas: [null, 1, 'x', []], Link: [null, [[]]] }, Links: [null, 0, 'IMG@/src', [1]] },
    ],
    ['a head that is none', { Head: 'x', Links: null }],
    [
      'fields of wrong types',
      { Links: [{ path: 'IMG@/src', url: 1 }, { path: ['IMG@/src'], url: '/a' }, { url: '/a' }] },
    ],
    ['metas without content', { Head: { Metas: [{ name: 'robots', content: null }, { content: {} }] } }],
    ['links without rel', { Head: { Link: [{ path: 'LINK@/href', url: '/a' }, { rel: 'icon' }] } }],
  ])('HTML-Metadata: %s', (_, metadata) => {
    expect(read(html(metadata))).toMatchObject({ status: null, date: null, fields: new Map(), page: EMPTY })
  })

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['\xff\xfe', 'not JSON'],
    [emulateWat(PAGE).toString().slice(0, -1), 'not JSON'],
    ['['.repeat(5_000_000), 'deeper than 64 levels'],
    ['{"a":'.repeat(2_000_000), 'deeper than 64 levels'],
    [`[${'{},'.repeat(3_000_000)}{}]`, 'more than 4000000 parts'],
    [`{"Envelope":"${'\\"['.repeat(1000)}`, 'not JSON'],
  ])('%.20j is malformed', (json, detail) => {
    expect(readWat(Buffer.from(json), { maxImages: 10 })).toMatchObject({
      reason: 'malformed',
      detail: expect.stringContaining(detail),
    })
  })

  it('brackets in texts are no depth, and an escaped quote ends none', () => {
    const title = `${'[{'.repeat(500)}"\\`
    expect(read(html({ Head: { Title: title } }))).toMatchObject({ page: { title } })
  })

  it('too large is malformed before it is parsed', () => {
    expect(readWat(Buffer.alloc(MAX_WAT_BYTES + 1, 0x20), { maxImages: 1 })).toMatchObject({
      reason: 'malformed',
      detail: `Expected at most ${MAX_WAT_BYTES} bytes, got ${MAX_WAT_BYTES + 1}`,
    })
  })

  it('__proto__ and the like are names without power', () => {
    const json = `{"__proto__":{"Envelope":1},"Envelope":{"__proto__":{"polluted":1},
      "WARC-Header-Metadata":{"WARC-Target-URI":"http://e.org/","constructor":{"prototype":{"polluted":1}}},
      "Payload-Metadata":{"HTTP-Response-Metadata":{"Headers":{"__proto__":"x","constructor":["y",1,"z"]},
      "HTML-Metadata":{"Links":[{"__proto__":{"path":"IMG@/src","url":"/inherited"}}]}}}}}`
    const page = readWat(Buffer.from(json), { maxImages: 10 })
    expect(page).toMatchObject({
      fields: new Map([
        ['__proto__', ['x']],
        ['constructor', ['y', 'z']],
      ]),
      page: { imageCount: 0 },
    })
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined()
  })

  it.each([
    ['-1', null],
    ['1e3', null],
    ['99999999999999999', null],
    [-1, null],
    [1.5, null],
    [{}, null],
    ['0', 0],
    [12, 12],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('an offset of %j is %j', (offset, containerOffset) => {
    expect(read({ ...html({}), Container: { Offset: offset } })).toMatchObject({ containerOffset })
  })

  it('lone surrogates become U+FFFD, and long titles are cut', () => {
    const head = { Title: `\ud800${'a'.repeat(10_000)}` }
    const page = readWat(Buffer.from(JSON.stringify(html({ Head: head }))), { maxImages: 1 })
    expect(page).toMatchObject({ page: { title: `\ufffd${'a'.repeat(8191)}` } })
  })

  it('400,000 pictures: no more are kept than asked for', () => {
    const links = Array.from({ length: 400_000 }, (_, i) => ({ path: 'IMG@/src', url: `${i}` }))
    expect(read(html({ Links: links }), 3)).toMatchObject({ page: { imageCount: 400_000 } })
  })

  it('3,000 random changes of a record never throw', () => {
    const bytes = emulateWat(PAGE)
    const next = randomNumbers(3)
    const reasons = new Set<string>()
    for (let i = 0; i < 3000; i++) {
      const changed = Buffer.from(bytes)
      for (let n = next() % 4; n >= 0; n--) changed[next() % bytes.length] = next() & 255
      const result = readWat(changed, { maxImages: 10 })
      reasons.add('reason' in result ? result.reason : 'page')
    }
    expect([...reasons].sort()).toEqual(['malformed', 'other_record', 'page'])
  })
})

describe('isWat', () => {
  const json = emulateWat(PAGE)
  it.each([
    [true, 'metadata', 'application/json', undefined],
    [true, 'metadata', 'Application/JSON; charset=utf-8', undefined],
    [true, 'metadata', 'application/json', json],
    [true, 'metadata', 'application/json', Buffer.from(' {\n "Envelope":{')],
    [false, 'metadata', 'application/json', Buffer.from('{"framerate":25}')],
    [false, 'metadata', 'application/jsonp', json],
    [false, 'metadata', 'application/warc-fields', json],
    [false, 'metadata', null, json],
    [false, 'response', 'application/json', json],
  ])('%s for %s %s', (expected, type, contentType, beginning) => {
    expect(isWat({ type, contentType }, beginning)).toBe(expected)
  })
})

describe.skipIf(!existsSync(REAL))(`a real WAT file (SKIPPED if ${REAL} is missing)`, () => {
  it('tells of a request: of another record, and of no page', async () => {
    const { events } = await readAll(REAL)
    const records = events.flatMap((event) => (event.kind === 'record' ? [event] : []))
    const [wat, ...others] = records.filter((record) => isWat(record, record.block ?? undefined))
    expect(others).toEqual([])
    expect(readWat(wat?.block ?? Buffer.alloc(0), { maxImages: 10 })).toEqual({
      reason: 'other_record',
      detail: 'no HTML page, WARC-Type "request"',
    })
  })
})
