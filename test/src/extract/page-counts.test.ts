import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { randomNumbers } from '@warc2dataset/stages/warc/warc-fixtures'
import { Parser } from 'htmlparser2'
import { beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { pageRecord, type ServedPage } from './read-archive-pages.js'

/** Sentences that leave no doubt about their language. */
const PROSE = {
  en: 'The fishermen of this village still leave before the sun comes up, and they are back with their boats at noon.',
  de: 'Die Fischer dieses Dorfes fahren noch immer vor dem Sonnenaufgang hinaus, und sie kommen mittags zurück.',
  ru: 'Рыбаки этой деревни до сих пор выходят в море до восхода солнца и возвращаются со своими лодками в полдень.',
} as const
const LANGUAGES = ['en', 'de', 'ru'] as const
const DOMAINS = ['one.example', 'two.example'] as const

const PICTURES = [
  '<img src="a.jpg">',
  '<IMG SRC=b.jpg title="has a title alone">',
  '<img src=c.jpg alt="">',
  '<img alt src=d.jpg>',
  "<img src=e.jpg alt='' />",
  '<img src=f.jpg alt="   ">',
  '<img src=g.jpg alt="&nbsp;&#x200B;">',
  '<img src=h.jpg alt="a boat">',
  '<img alt="a picture without an address">',
  '<img>',
] as const

interface Counted {
  images: number
  missing: number
  empty: number
  blank: number
  text: number
}
type Group = `${(typeof DOMAINS)[number]} ${(typeof LANGUAGES)[number]}`

const at = tempFolder()
const expected = new Map<Group, Counted>()

function bodyOf(next: () => number, language: (typeof LANGUAGES)[number]): string {
  const pictures = Array.from({ length: next() % 12 }, () => PICTURES[next() % PICTURES.length])
  const hidden = '<!-- <img src=no.jpg> --><script>"<img src=no.jpg>"</script>'
  return `<!doctype html><meta charset=utf-8><body><p>${PROSE[language]}</p>${hidden}${pictures.join('\n')}`
}

/** Counts by another HTML parser; what shows nothing is what is left of white space and U+200B. */
function countPictures(html: string, counted: Counted): void {
  const parser = new Parser({
    onopentag: (name, { alt }) => {
      if (name !== 'img') return
      counted.images += 1
      if (alt === undefined) counted.missing += 1
      else if (alt === '') counted.empty += 1
      else if (/^[\s\u200b]+$/.test(alt)) counted.blank += 1
      else counted.text += 1
    },
  })
  parser.end(html)
}

beforeAll(async () => {
  const next = randomNumbers(29)
  const archives: ServedPage[][] = [[], [], []]
  for (let i = 0; i < 90; i += 1) {
    const domain = DOMAINS[next() % 2] ?? 'one.example'
    const language = LANGUAGES[next() % 3] ?? 'en'
    const body = bodyOf(next, language)
    const host = i % 4 === 0 ? `www.${domain}` : domain
    const header = ['Content-Type: text/html']
    archives[i % 3]?.push({ url: `https://${host}/${i}.html`, header, body: Buffer.from(body) })
    const group: Group = `${domain} ${language}`
    const counted = expected.get(group) ?? { images: 0, missing: 0, empty: 0, blank: 0, text: 0 }
    countPictures(body, counted)
    expected.set(group, counted)
  }
  await mkdir(at('crawl'))
  for (const [i, pages] of archives.entries()) {
    const bytes = Buffer.concat(pages.map((page) => gzipSync(pageRecord(page))))
    await writeFile(join(at('crawl'), `${i}.warc.gz`), bytes)
  }
  await writeRecipe(at('recipe.json'), { source: { files: ['crawl/*.warc.gz'] } })
  const { code, stderr } = await runCli(['run', at('recipe.json'), '--out', at('out'), '--until', 'plan'])
  if (code !== 0) throw new Error(`Expected exit 0 of the run, got ${code}: ${stderr}`)
}, 60_000)

const sum = (column: string): string => `sum(${column})::INTEGER AS ${column}`
const pages = (): string => `read_parquet('${at('out')}/pages/*.parquet')`

describe('alts that are missing, empty or blank, by pages/', () => {
  it('are by domain and language what another parser counts in the sources', async () => {
    const rows = await query(`SELECT page_domain || ' ' || page_language AS "group", ${sum('images')},
      ${sum('alt_missing')}, ${sum('alt_empty')}, ${sum('alt_blank')} FROM ${pages()} GROUP BY ALL ORDER BY 1`)
    expect(rows).toEqual(
      [...expected]
        .map(([group, { images, missing, empty, blank }]) => ({
          group,
          images,
          alt_missing: missing,
          alt_empty: empty,
          alt_blank: blank,
        }))
        .sort((a, b) => (a.group < b.group ? -1 : 1)),
    )
    expect(rows).toHaveLength(6)
    for (const row of rows) for (const n of Object.values(row).slice(1)) expect(n).toBeGreaterThan(0)
  })

  it('the other pictures have an alt to read, and are candidates if they have an address', async () => {
    const [row] = await query(
      `SELECT ${sum('images')}, ${sum('candidates')}, (sum(images - alt_missing - alt_empty - alt_blank))::INTEGER AS text
       FROM ${pages()}`,
    )
    const counted = [...expected.values()]
    expect(row?.['text']).toBe(counted.reduce((total, { text }) => total + text, 0))
    const [candidates] = await query(
      `SELECT count(*)::INTEGER AS n FROM read_parquet('${at('out')}/candidates/*.parquet')`,
    )
    expect(row?.['candidates']).toBe(candidates?.['n'])
  })

  it('has one row for every page, those without pictures included', async () => {
    const [row] = await query(
      `SELECT count(*)::INTEGER AS n, count(DISTINCT page_url)::INTEGER AS urls,
        (count(*) FILTER (images = 0))::INTEGER AS without FROM ${pages()}`,
    )
    expect(row).toMatchObject({ n: 90, urls: 90 })
    expect(row?.['without']).toBeGreaterThan(0)
  })
})
