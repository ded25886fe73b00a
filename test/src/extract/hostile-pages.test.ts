import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { pageRecord } from './read-archive-pages.js'
import { type PagesReport, readPagesInChild } from './read-pages-in-child.js'

/** What a process may have in all, the language detector's 150 MB included. */
const PEAK_MB = 600
const MB = 2 ** 20

const times = (n: number, piece: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => piece(i)).join('')

const PICTURE = '<img src=a.jpg alt="a boat">'

interface Hostile {
  readonly name: string
  readonly body: () => string | Buffer
  readonly fields?: readonly string[]
  /** What must be said of it by each parser; `null`: read whole. */
  readonly problem: Readonly<Record<'scan' | 'dom', string | null>>
  /** Pictures that the scanner must find; beyond the budget only those before the cut. Null: as many as there are by then. */
  readonly images: number | null
}

const BOTH = { scan: 'html_budget', dom: 'html_budget' } as const
const DOM = { scan: null, dom: 'html_budget' } as const
const NONE = { scan: null, dom: null } as const

/** extract.max_page_bytes is 5 MiB and extract.max_images 2000, as they are if not given. */
const PAGES: readonly Hostile[] = [
  {
    name: '1,000,000 attributes of one tag, 9 MB',
    body: () => `${PICTURE}<img ${times(1_000_000, (i) => `a${i}=1 `)}>`,
    problem: BOTH,
    images: 1,
  },
  {
    name: '1,000,000 attributes of one tag, 2 MB',
    body: () => `${PICTURE}<img ${'a '.repeat(1_000_000)}>`,
    problem: DOM,
    images: 2,
  },
  {
    name: 'a data: URI of 30 MB',
    body: () => `${PICTURE}<img alt=x src="data:image/png;base64,${'QUJD'.repeat((30 * MB) / 4)}">${PICTURE}`,
    problem: BOTH,
    images: 1,
  },
  {
    name: 'a data: URI of 4 MB',
    body: () => `<img alt=x src="data:;base64,${'A'.repeat(4 * MB)}">`,
    problem: NONE,
    images: 1,
  },
  { name: '2,000,000 times <', body: () => `${PICTURE}${'<'.repeat(2_000_000)}`, problem: NONE, images: 1 },
  {
    name: 'an attribute of 50 MB',
    body: () => `${PICTURE}<img src=b.jpg alt="${'x '.repeat(25 * MB)}">`,
    problem: BOTH,
    images: 1,
  },
  {
    name: '100,000 pictures',
    body: () => times(100_000, (i) => `<img src=${i} alt="a boat">`),
    problem: BOTH,
    images: 100_000,
  },
  {
    name: '20,000 nested tables',
    body: () => `${'<table><tr><td>'.repeat(20_000)}${PICTURE}`,
    problem: DOM,
    images: 1,
  },
  {
    name: 'a text of 3 MB that 400 pictures are labelled by',
    body: () =>
      `<p id=t>${'word '.repeat(600_000)}</p>${'<img src=a.jpg aria-labelledby="t t t t t t t t">'.repeat(400)}`,
    problem: NONE,
    images: 400,
  },
  {
    name: 'links and figures that never end around 2,000 pictures',
    body: () => times(2000, (i) => `<figure><figcaption>${'x'.repeat(500)}<a href=${i}>${PICTURE}`),
    problem: DOM,
    images: 2000,
  },
  {
    name: 'a srcset of 3 MB',
    body: () => `<img alt=x srcset="${times(300_000, (i) => `${i}.jpg 1w,`)}">`,
    problem: NONE,
    images: 1,
  },
  {
    name: '1,000,000 character references',
    body: () => `<img src=a.jpg alt="${'&amp;'.repeat(500_000)}">${'&amp;'.repeat(500_000)}`,
    problem: NONE,
    images: 1,
  },
  {
    name: '40,000 meta tags and links',
    body: () =>
      `${'<meta property=og:image content=/a.jpg><link rel=license href=https://creativecommons.org/>'.repeat(40_000)}`,
    problem: NONE,
    images: 0,
  },
  {
    name: '100 MB of pictures in 600 KB of gzip',
    body: () => gzipSync(Buffer.alloc(100 * MB, PICTURE), { level: 1 }),
    fields: ['Content-Encoding: gzip'],
    problem: BOTH,
    images: null,
  },
]

/** Parsers, and the texts that may become TEXT. */
const WAYS = ['scan all', 'dom alt'] as const
type Way = (typeof WAYS)[number]

const SOUND = `<img src=sound.jpg alt="a sound page">`
const at = tempFolder()
let reports: Readonly<Record<Way, PagesReport>>
const urlOf = (page: Hostile): string => `https://hostile.example/${PAGES.indexOf(page)}`

beforeAll(async () => {
  const header = ['Content-Type: text/html; charset=utf-8']
  const members = PAGES.flatMap((page) => {
    const { body, fields = [] } = page
    const [url, after] = [urlOf(page), `https://sound.example/${PAGES.indexOf(page)}`]
    return [
      pageRecord({ url, header: [...header, ...fields], body: Buffer.from(body()) }),
      pageRecord({ url: after, header, body: Buffer.from(SOUND) }),
    ].map((record) => gzipSync(record, { level: 1 }))
  })
  await writeFile(at('hostile.warc.gz'), Buffer.concat(members))
  const path = at('hostile.warc.gz')
  const [all, dom] = await Promise.all([
    readPagesInChild(path, 'scan', 'all'),
    readPagesInChild(path, 'dom', 'alt'),
  ])
  reports = { 'scan all': all, 'dom alt': dom }
})

describe.each(WAYS)('hostile pages by parser and text kinds: %s', (way) => {
  const parser = way === 'dom alt' ? 'dom' : 'scan'

  it.each(PAGES)('$name', (page) => {
    const read = reports[way].pages.find(({ url }) => url === urlOf(page))
    expect(read?.problem).toBe(page.problem[parser])
    if (parser === 'scan' && page.images !== null) expect(read?.images).toBe(page.images)
    expect(read?.candidates).toBeLessThanOrEqual(2000)
  })

  it('does not harm the pages between', () => {
    const sound = reports[way].pages.filter(({ url }) => url.startsWith('https://sound.example/'))
    expect(sound).toHaveLength(PAGES.length)
    for (const page of sound) expect(page).toMatchObject({ problem: null, images: 1, candidates: 1 })
  })

  it('counts what was over budget, in pages and in pictures', () => {
    const report = reports[way]
    const over = PAGES.filter(({ problem }) => problem[parser] === 'html_budget').length
    expect(report.problems['html_budget']).toBe(over)
    if (parser === 'scan') expect(report.images['html_budget']).toBeGreaterThanOrEqual(98_000)
    expect(report.bytes).toBe(report.recordBytes + report.gapBytes)
  })

  it(`needs at most ${PEAK_MB} MB`, () => {
    expect(reports[way].peakMb).toBeLessThanOrEqual(PEAK_MB)
  })
})
