import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PAGE_PARSERS } from '../html/page-parser.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import { parseHttpResponse } from '../warc/http-response.js'
import type { PageReading } from './archive-input.js'
import { newTally } from './archive-tally.js'
import { readHtmlPage } from './html-page.js'
import { readingOf, recordOf } from './test-pages.js'

const PICTURE = '<img src=a.jpg alt="a mill">'

interface Asked {
  readonly fields?: string
  readonly reading?: Partial<PageReading>
  readonly record?: Partial<ArchiveRecord>
}

function read(body: string | Buffer, { fields = '', reading = {}, record = {} }: Asked = {}) {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${fields}\r\n`
  const options = readingOf({ maxPageBytes: 2000, ...reading })
  const response = parseHttpResponse(Buffer.concat([Buffer.from(head), Buffer.from(body)]), {
    maxBodyBytes: options.maxPageBytes,
  })
  if ('error' in response) throw new Error(response.error)
  const tally = newTally()
  return { ...readHtmlPage(recordOf(record), response, options, tally), pages: tally.pages }
}

describe('readHtmlPage', () => {
  it('finds what is on a sound page, names its encoding, counts no problem', () => {
    const { found, reading, pages } = read(`<meta charset=utf-8>${PICTURE}`)
    expect(found.images).toHaveLength(1)
    expect(reading).toEqual({ problem: null, charset: 'utf-8', charset_source: 'meta' })
    expect(pages).toEqual({ html: 0 })
  })

  it.each<[string, string | Buffer, Asked, string, number]>([
    ['larger than the budget', PICTURE.repeat(100), {}, 'html_budget', Math.floor(2000 / PICTURE.length)],
    ['exactly as large is none', PICTURE.padEnd(2000), {}, 'none', 1],
    [
      'larger once inflated',
      gzipSync(PICTURE.padEnd(3000), { level: 0 }),
      { fields: 'Content-Encoding: gzip\r\n' },
      'html_budget',
      1,
    ],
    ['block cut by the reader', PICTURE, { record: { truncated: 'cap' } }, 'html_budget', 1],
    ['more pictures than wanted', PICTURE.repeat(5), { reading: { maxImages: 4 } }, 'html_budget', 4],
    ['as many as wanted is none', PICTURE.repeat(4), { reading: { maxImages: 4 } }, 'none', 4],
    ['WARC-Truncated', PICTURE, { record: { truncated: 'length' } }, 'cut', 1],
    ['archive ends', PICTURE, { record: { truncated: 'archive' } }, 'cut', 1],
    [
      'gzip ends early',
      gzipSync(PICTURE.padEnd(900)).subarray(0, -9),
      { fields: 'Content-Encoding: gzip\r\n' },
      'cut',
      1,
    ],
    [
      'last chunk is missing',
      `40\r\n${PICTURE.padEnd(64)}\r\n`,
      { fields: 'Transfer-Encoding: chunked\r\n' },
      'cut',
      1,
    ],
    [
      'an encoding that is never decoded',
      `<meta charset=iso-2022-kr>${PICTURE}`,
      {},
      'unsupported_charset',
      0,
    ],
  ])('%s', (_name, body, asked, problem, images) => {
    const { found, reading, pages } = read(body, asked)
    expect(reading.problem).toBe(problem === 'none' ? null : problem)
    expect(pages).toEqual(problem === 'none' ? { html: 0 } : { html: 0, [problem]: 1 })
    expect(found.images).toHaveLength(images)
  })

  it('gives nothing of a page that the tree would take too long for, which the scanner reads', () => {
    const page = `${'<div>'.repeat(3200)}${PICTURE}`
    const reading = { maxPageBytes: 100_000 }
    const dom = read(page, { reading: { ...reading, parser: PAGE_PARSERS.dom } })
    expect(dom.found).toMatchObject({ images: [], imageCount: 0, title: null, prose: '' })
    expect(dom.reading).toMatchObject({ problem: 'html_budget', charset: 'windows-1252' })
    expect(dom.pages).toEqual({ html: 0, html_budget: 1 })
    expect(read(page, { reading }).found.images).toHaveLength(1)
  })

  it('counts each problem once, and names the first', () => {
    const twice = read(PICTURE.repeat(100), { reading: { maxImages: 3 } })
    expect(twice.pages).toEqual({ html: 0, html_budget: 1 })
    const both = read(`<meta charset=iso-2022-kr>${PICTURE}`, { record: { truncated: 'time' } })
    expect(both.pages).toEqual({ html: 0, cut: 1, unsupported_charset: 1 })
    expect(both.reading).toEqual({ problem: 'cut', charset: null, charset_source: null })
  })

  it('looks at the text around pictures only where it may become TEXT', () => {
    const around = (kinds: PageReading['kinds']) =>
      read(`<p>before</p>${PICTURE}`, { reading: { kinds } }).found.images[0]?.surrounding.before
    expect(around(['alt'])).toBe('')
    expect(around(['alt', 'surrounding'])).toBe('before')
  })
})
