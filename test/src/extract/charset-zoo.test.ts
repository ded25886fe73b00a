import type { ArchiveTally } from '@warc2dataset/stages/extract/archive-tally'
import { PAGE_PARSERS } from '@warc2dataset/stages/html/page-parser'
import { beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { ENCODING_FAMILIES, type EncodedAlts } from './encoded-alts.js'
import { altsOf, type PageRead, readServedPages, type ServedPage } from './read-archive-pages.js'

/** How a page says its encoding, and what `charset_source` must then be. */
const DECLARED = { bom: 'bom', http: 'http', 'meta charset': 'meta', 'meta http-equiv': 'meta' } as const
type Declared = keyof typeof DECLARED

interface Exhibit {
  readonly url: string
  readonly family: string
  readonly label: string
  readonly declared: Declared
  readonly name: string
  readonly alts: readonly string[]
  readonly page: ServedPage
}

const MARKS: Readonly<Record<string, string>> = { 'utf-8': 'efbbbf', 'utf-16le': 'fffe', 'utf-16be': 'feff' }

/** The encodings of Unicode have all letters. */
function inUnicode(alts: readonly string[]): readonly EncodedAlts[] {
  const encode = (label: string, bytesOf: (text: string) => Buffer): EncodedAlts => ({
    label,
    name: label,
    alts: alts.map((text) => bytesOf(text).toString('hex')),
  })
  return [
    encode('utf-8', (text) => Buffer.from(text, 'utf8')),
    encode('utf-16le', (text) => Buffer.from(text, 'utf16le')),
    encode('utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()),
  ]
}

/** ASCII in an encoding; all of these but UTF-16 have it as it is. */
function ascii(text: string, name: string): Buffer {
  if (!name.startsWith('utf-16')) return Buffer.from(text, 'latin1')
  const units = Buffer.from(text, 'utf16le')
  return name === 'utf-16be' ? units.swap16() : units
}

function headOf({ label }: EncodedAlts, declared: Declared): string {
  if (declared === 'meta charset') return `<meta charset="${label}">`
  if (declared === 'meta http-equiv')
    return `<META http-equiv="Content-Type" content="text/html; charset=${label}">`
  return ''
}

function bodyOf(encoded: EncodedAlts, declared: Declared): Buffer {
  const { name, alts } = encoded
  const pictures = alts.flatMap((hex, i) => [
    ascii(`<img src="${i}.jpg" alt="`, name),
    Buffer.from(hex, 'hex'),
    ascii('">\n', name),
  ])
  const mark = declared === 'bom' ? (MARKS[name] ?? '') : ''
  const head = ascii(`<!doctype html><html>${headOf(encoded, declared)}<body>`, name)
  return Buffer.concat([Buffer.from(mark, 'hex'), head, ...pictures, ascii('</body></html>', name)])
}

/** A meta cannot declare UTF-16 (HTML, "prescan a byte stream"), and only Unicode has a byte order mark. */
function canDeclare({ name }: EncodedAlts, declared: Declared): boolean {
  if (declared === 'bom') return MARKS[name] !== undefined
  return declared === 'http' || !name.startsWith('utf-16')
}

const EXHIBITS: readonly Exhibit[] = ENCODING_FAMILIES.flatMap(({ family, alts, encodings }, group) =>
  [...inUnicode(alts), ...encodings].flatMap((encoded) =>
    (Object.keys(DECLARED) as Declared[])
      .filter((declared) => canDeclare(encoded, declared))
      .map((declared) => {
        const { label, name } = encoded
        const url = `https://zoo.example/${group}/${label}/${declared.replace(' ', '-')}`
        const charset = declared === 'http' ? `; charset=${label}` : ''
        const page = { url, header: [`Content-Type: text/html${charset}`], body: bodyOf(encoded, declared) }
        return { url, family, label, declared, name, alts, page }
      }),
  ),
)

const at = tempFolder()

describe.each(['scan', 'dom'] as const)('one text in every encoding, by the parser %s', (parser) => {
  let read: ReadonlyMap<string, PageRead> = new Map()
  beforeAll(async () => {
    const pages = EXHIBITS.map(({ page }) => page)
    read = (await readServedPages(at(`zoo-${parser}.warc`), pages, { parser: PAGE_PARSERS[parser] })).read
  })

  it.each(EXHIBITS)('$family in $label by $declared', ({ url, alts, name, declared }) => {
    const page = read.get(url)
    if (page === undefined) throw new Error(`Expected the page ${url}, got none`)
    expect(altsOf(page)).toEqual(alts)
    expect(page.row).toMatchObject({
      charset: name,
      charset_source: DECLARED[declared],
      problem: null,
      images: alts.length,
      candidates: alts.length,
    })
  })
})

it('the zoo has at least 20 encodings', () => {
  expect(new Set(EXHIBITS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20)
})

/** `body` is a byte string: one character, one byte. */
interface Liar {
  readonly name: string
  readonly type: string
  readonly body: string
  readonly alts: readonly string[]
  readonly charset: string | null
  readonly source: string | null
  readonly problem?: string
}

const img = (alt: string): string => `<img src=a.jpg alt="${alt}">`
const UTF8 = img('caf\xc3\xa9')
const LATIN = img('caf\xe9')

/** What a browser shows of these pages, by the Encoding Standard and HTML's "determining the character encoding". */
const LIARS: readonly Liar[] = [
  {
    name: 'UTF-8 that the header calls windows-1252',
    type: 'text/html; charset=windows-1252',
    body: UTF8,
    alts: ['cafÃ©'],
    charset: 'windows-1252',
    source: 'http',
  },
  {
    name: 'windows-1252 that its meta calls UTF-8',
    type: 'text/html',
    body: `<meta charset=utf-8>${LATIN}`,
    alts: ['caf\ufffd'],
    charset: 'utf-8',
    source: 'meta',
  },
  {
    name: 'a header against a meta: the header',
    type: 'text/html; charset=koi8-r',
    body: `<meta charset=windows-1251>${img('\xcb\xcf\xd4')}`,
    alts: ['кот'],
    charset: 'koi8-r',
    source: 'http',
  },
  {
    name: 'a byte order mark against both',
    type: 'text/html; charset=koi8-r',
    body: `\xef\xbb\xbf<meta charset=gbk>${UTF8}`,
    alts: ['café'],
    charset: 'utf-8',
    source: 'bom',
  },
  {
    name: 'an unknown label in the header: the meta',
    type: 'text/html; charset=iso-8859-99',
    body: `<meta charset=iso-8859-15>${img('\xa4')}`,
    alts: ['€'],
    charset: 'iso-8859-15',
    source: 'meta',
  },
  {
    name: 'unknown labels in both: the bytes',
    type: 'text/html; charset=none',
    body: `<meta charset=unknown>${UTF8}`,
    alts: ['café'],
    charset: 'utf-8',
    source: 'content',
  },
  {
    name: 'no label and no UTF-8',
    type: 'text/html',
    body: LATIN,
    alts: ['café'],
    charset: 'windows-1252',
    source: 'default',
  },
  {
    name: 'a meta that says UTF-16 in ASCII',
    type: 'text/html',
    body: `<meta charset=utf-16le>${UTF8}`,
    alts: ['café'],
    charset: 'utf-8',
    source: 'meta',
  },
  {
    name: 'UTF-7 by header is unknown: no tag comes out of it',
    type: 'text/html; charset=utf-7',
    body: `${img('caf+AOk-')}+ADw-img src+AD0-b.jpg alt+AD0-b+AD4-`,
    alts: ['caf+AOk-'],
    charset: 'windows-1252',
    source: 'default',
  },
  {
    name: 'UTF-7 by meta and by its mark',
    type: 'text/html',
    body: `+/v8-<meta charset=utf-7>${img('caf+AOk-')}+ADw-img src+AD0-b.jpg alt+AD0-b+AD4-`,
    alts: ['caf+AOk-'],
    charset: 'windows-1252',
    source: 'default',
  },
  {
    name: 'UTF-32 by its mark is UTF-16 with NUL between: no tags',
    type: 'text/html; charset=utf-32',
    body: `\xff\xfe\0\0${[...img('a')].map((char) => `${char}\0\0\0`).join('')}`,
    alts: [],
    charset: 'utf-16le',
    source: 'bom',
  },
  ...['iso-2022-kr', 'hz-gb-2312', 'iso-2022-cn', 'replacement'].flatMap((label) => [
    {
      name: `${label} by header is never decoded`,
      type: `text/html; charset=${label}`,
      body: UTF8,
      alts: [],
      charset: null,
      source: null,
      problem: 'unsupported_charset',
    },
    {
      name: `${label} by meta is never decoded`,
      type: 'text/html',
      body: `<meta charset=${label}>${UTF8}`,
      alts: [],
      charset: null,
      source: null,
      problem: 'unsupported_charset',
    },
  ]),
]

describe('labels that are wrong', () => {
  let read: ReadonlyMap<string, PageRead> = new Map()
  let tally: ArchiveTally | undefined
  const urlOf = (liar: Liar): string => `https://liar.example/${LIARS.indexOf(liar)}`
  beforeAll(async () => {
    const pages = LIARS.map((liar) => ({
      url: urlOf(liar),
      header: [`Content-Type: ${liar.type}`],
      body: Buffer.from(liar.body, 'latin1'),
    }))
    const all = await readServedPages(at('liars.warc'), pages)
    read = all.read
    tally = all.tally
  })

  it.each(LIARS)('$name', (liar) => {
    const page = read.get(urlOf(liar))
    if (page === undefined) throw new Error(`Expected the page ${urlOf(liar)}, got none`)
    expect(altsOf(page)).toEqual(liar.alts)
    const { charset, source, problem = null } = liar
    expect(page.row).toMatchObject({ charset, charset_source: source, problem })
  })

  it('pages that are never decoded are counted', () => {
    expect(tally?.pages).toEqual({ html: LIARS.length, unsupported_charset: 8 })
  })
})
