import { gzipSync } from 'node:zlib'
import type { PageRow, RecordRow } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import type { ArchiveAccount } from '../warc/archive-record.js'
import { openArchive } from '../warc/open-archive.js'
import { warcRecord, withFile } from '../warc/warc-fixtures.js'
import type { PageReading, Reference } from './archive-input.js'
import { type ArchiveTally, imagesByKind, newTally } from './archive-tally.js'
import { readPages } from './read-pages.js'
import { readingOf } from './test-pages.js'

interface Read {
  readonly references: readonly Reference[]
  readonly batches: readonly number[]
  readonly records: readonly RecordRow[]
  readonly pages: readonly PageRow[]
  readonly accounts: readonly ArchiveAccount[]
  readonly tally: ArchiveTally
}

function read(bytes: Buffer, reading: Partial<PageReading> = {}): Promise<Read> {
  return withFile(bytes, async (path) => {
    const [records, pages, accounts]: [RecordRow[], PageRow[], ArchiveAccount[]] = [[], [], []]
    const tally = newTally()
    const source = readPages(
      { path, name: 'a.warc.gz', open: openArchive, ...readingOf(reading) },
      {
        tally,
        records: (rows) => records.push(...rows),
        pages: (rows) => pages.push(...rows),
        account: (account) => accounts.push(account),
      },
    )
    const batches: (readonly Reference[])[] = []
    for await (const batch of source.read(new AbortController().signal)) batches.push(batch)
    return {
      references: batches.flat(),
      batches: batches.map((batch) => batch.length),
      records,
      pages,
      accounts,
      tally,
    }
  })
}

const http = (body: string | Buffer, fields = 'Content-Type: text/html; charset=utf-8', status = '200 OK') =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${fields}\r\n\r\n`), Buffer.from(body)])

const otherType = (record: Buffer, type: string): Buffer =>
  Buffer.from(record.toString('latin1').replace('WARC-Type: response', `WARC-Type: ${type}`), 'latin1')

const PAGES = [
  warcRecord('https://a.example/1', http('<img src=1.jpg alt=one><img src=2.jpg alt=two><img>')),
  warcRecord('https://a.example/none', http('<p>no pictures</p>')),
  warcRecord(
    'https://b.example/gone',
    http('<img src=3.jpg alt=three>', 'Content-Type: text/html', '404 Gone'),
  ),
  warcRecord('https://b.example/3.jpg', http('JFIF', 'Content-Type: image/jpeg')),
  warcRecord('https://b.example/bad', 'no HTTP at all'),
  warcRecord('dns:b.example', '192.0.2.7'),
  otherType(warcRecord('https://a.example/1', 'GET / HTTP/1.1'), 'request'),
  warcRecord('https://b.example/untyped', http('<!doctype html><img src=4.jpg alt=four>', 'Server: x')),
]
const ARCHIVE = Buffer.concat(PAGES.map((page) => gzipSync(page)))

describe('readPages', () => {
  it('gives every picture of every page in archive order, and rows for pages and records', async () => {
    const { references, pages, records } = await read(ARCHIVE)
    const starts = PAGES.map((_, i) =>
      BigInt(PAGES.slice(0, i).reduce((sum, page) => sum + gzipSync(page).length, 0)),
    )
    expect(
      references.map((row) => [row.url, row.texts[0]?.text, row.warc_record_offset, row.image_index]),
    ).toEqual([
      ['https://a.example/1.jpg', 'one', starts[0], 0],
      ['https://a.example/2.jpg', 'two', starts[0], 1],
      ['https://b.example/3.jpg', 'three', starts[2], 0],
      ['https://b.example/4.jpg', 'four', starts[7], 0],
    ])
    expect(
      pages.map((row) => [row.page_url, row.status, row.images, row.candidates, row.alt_missing]),
    ).toEqual([
      ['https://a.example/1', 200, 3, 2, 1],
      ['https://a.example/none', 200, 0, 0, 0],
      ['https://b.example/gone', 404, 1, 1, 0],
      ['https://b.example/untyped', 200, 1, 1, 0],
    ])
    expect(records.map((row) => [row.url, row.type, row.status, row.mime])).toEqual([
      ['https://a.example/1', 'response', 200, 'text/html'],
      ['https://a.example/none', 'response', 200, 'text/html'],
      ['https://b.example/gone', 'response', 404, 'text/html'],
      ['https://b.example/3.jpg', 'response', 200, 'image/jpeg'],
      ['https://b.example/bad', 'response', null, null],
      ['dns:b.example', 'response', null, null],
      ['https://a.example/1', 'request', null, null],
      ['https://b.example/untyped', 'response', 200, null],
    ])
  })

  it('accounts for every byte, record, response and picture', async () => {
    const junk = Buffer.from('no record here')
    const { accounts, tally, records, references } = await read(Buffer.concat([ARCHIVE, junk]))
    expect(accounts).toHaveLength(1)
    const [account] = accounts
    expect(account?.bytes).toBe(ARCHIVE.length + junk.length)
    expect(account?.recordBytes).toBe(ARCHIVE.length)
    expect(account?.gapBytes).toBe(junk.length)
    expect(records.reduce((sum, row) => sum + row.length, 0n)).toBe(BigInt(ARCHIVE.length + junk.length))
    expect(records.at(-1)).toMatchObject({ type: 'gap', gap_reason: 'junk' })
    expect(tally.records).toEqual({ response: 7, request: 1 })
    expect(tally.gaps).toEqual({ junk: 1 })
    expect(tally.responses).toEqual({ html: 4, other: 1, malformed: 1, not_http: 1 })
    expect(tally.pages).toEqual({ html: 4, not_200: 1 })
    expect(tally.images).toMatchObject({ total: 5, candidate: 4, missing: 1 })
    expect(imagesByKind(tally)).toBe(5)
    expect(references).toHaveLength(4)
  })

  it('ids of occurrences differ, and are the same for the same archive', async () => {
    const [once, again] = [await read(ARCHIVE), await read(ARCHIVE)]
    const ids = once.references.map((row) => row.candidate_id)
    expect(new Set(ids).size).toBe(4)
    expect(again.references.map((row) => row.candidate_id)).toEqual(ids)
  })

  it('cuts a page that is too large, says so, and goes on', async () => {
    const large = warcRecord('https://a.example/', http(`<img src=1.jpg alt=one>${' '.repeat(400_000)}<img>`))
    const { pages, tally, references } = await read(
      Buffer.concat([gzipSync(large), gzipSync(PAGES[7] ?? Buffer.alloc(0))]),
      { maxPageBytes: 10_000 },
    )
    expect(pages.map(({ problem, images }) => [problem, images])).toEqual([
      ['html_budget', 1],
      [null, 1],
    ])
    expect(tally.pages).toEqual({ html: 2, html_budget: 1 })
    expect(references.map(({ url }) => url)).toEqual(['https://a.example/1.jpg', 'https://b.example/4.jpg'])
  })

  it('gives batches of 256, and as many pictures of one page as are allowed', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `<img src=${i} alt=a>`).join('')
    const { batches, tally } = await read(warcRecord('https://a.example/', http(many)), {
      maxPageBytes: 1 << 23,
      maxImages: 100_000,
    })
    expect(batches.slice(0, -1).every((length) => length === 256)).toBe(true)
    expect(batches.reduce((sum, length) => sum + length, 0)).toBe(100_000)
    expect(tally.images).toMatchObject({ total: 100_000, candidate: 100_000, html_budget: 0 })
  })

  it('reads a WAT record as the page that it tells of, and counts the pictures beyond the budget', async () => {
    const links = Array.from({ length: 5 }, (_, i) => ({
      path: 'IMG@/src',
      url: `/${i}.jpg`,
      alt: `text ${i}`,
    }))
    const json = JSON.stringify({
      Envelope: {
        'WARC-Header-Metadata': { 'WARC-Type': 'response', 'WARC-Target-URI': 'https://a.example/page' },
        'Payload-Metadata': {
          'HTTP-Response-Metadata': {
            'Response-Message': { Status: '200' },
            'HTML-Metadata': { Links: links },
          },
        },
      },
    })
    const record = otherType(warcRecord('https://a.example/page', json), 'metadata')
      .toString('latin1')
      .replace('application/http; msgtype=response', 'application/json')
    const { references, pages, tally } = await read(Buffer.from(record, 'latin1'), { maxImages: 3 })
    expect(references.map(({ url, url_source, texts }) => [url, url_source, texts[0]?.text])).toEqual([
      ['https://a.example/0.jpg', 'wat', 'text 0'],
      ['https://a.example/1.jpg', 'wat', 'text 1'],
      ['https://a.example/2.jpg', 'wat', 'text 2'],
    ])
    expect(pages.map(({ problem, images, charset, status }) => [problem, images, charset, status])).toEqual([
      ['html_budget', 5, null, 200],
    ])
    expect(tally.pages).toEqual({ html: 1, html_budget: 1 })
    expect(tally.images).toMatchObject({ total: 5, candidate: 3, html_budget: 2 })
  })

  it('says nothing of an archive without pages but its records', async () => {
    const { references, pages, tally, accounts } = await read(PAGES[5] ?? Buffer.alloc(0))
    expect([references, pages, tally.images['total'], accounts.length]).toEqual([[], [], 0, 1])
  })
})
