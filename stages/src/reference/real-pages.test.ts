import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import type { PageImage } from '../html/image-finder.js'
import { resolveImageUrl } from '../html/resolve-url.js'
import { chooseUrl } from './choose-url.js'
import { mergeTwins } from './noscript-twins.js'

const repositoryRoot = new URL('../../../', import.meta.url)
const folder = fileURLToPath(
  new URL('../shared/data/html/article-extraction-benchmark/html/', repositoryRoot),
)
const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.html.gz')) : []
const skipped = pages.length === 0 ? ` [SKIPPED: no pages in ${folder}]` : ''

const BASE = 'https://news.example.com/2019/11/story.html'
const OPTIONS = { choose: 'best', maxWidth: 2048 } as const

// Its own small reader: nothing here shall hang on how the finders read a page.
function readImages(html: string): readonly PageImage[] {
  const $ = load(html, { scriptingEnabled: false })
  const read = (attributes: Readonly<Record<string, string>>) => new Map(Object.entries(attributes))
  return $('img')
    .toArray()
    .map((element) => ({
      attributes: read(element.attribs),
      sources: $(element)
        .parent('picture')
        .children('source')
        .toArray()
        .map(({ attribs }) => read(attribs)),
      inNoscript: $(element).closest('noscript').length > 0,
      link: null,
      figcaption: null,
      labelledBy: null,
      surrounding: { before: '', after: '' },
    }))
}

// All that could be meant by an attribute of any kind: the whole value, and what stands between spaces.
function everyUrl(images: readonly (PageImage | null)[]): ReadonlySet<string> {
  const values = images.flatMap((image) =>
    image === null
      ? []
      : [image.attributes, ...image.sources].flatMap((attributes) => [...attributes.values()]),
  )
  const words = values.flatMap((value) => [
    value,
    ...value.split(/\s+/).map((word) => word.replace(/,+$/, '')),
  ])
  // Some sites put no space behind the comma of a list.
  const parts = words.flatMap((word) => [word, ...word.split(/(?<=\d[wx]),/)])
  return new Set(
    parts.flatMap((part) => {
      const resolved = resolveImageUrl(part, BASE)
      return 'url' in resolved ? [resolved.url] : []
    }),
  )
}

describe.skipIf(skipped !== '')(`references of real pages${skipped}`, () => {
  it.each(pages)('%s', (name) => {
    const images = readImages(gunzipSync(readFileSync(folder + name)).toString('utf8'))
    const merged = mergeTwins(images, BASE)
    expect(merged.length + merged.filter(({ twin }) => twin !== null).length).toBe(images.length)
    expect(merged.map(({ index }) => index)).toEqual(
      [...new Set(merged.map(({ index }) => index))].sort((a, b) => a - b),
    )
    for (const { image, twin } of merged) {
      const src = resolveImageUrl(image.attributes.get('src') ?? null, BASE)
      expect(chooseUrl(image, BASE, { ...OPTIONS, choose: 'src' }).resolved).toEqual(src)
      const { resolved, others } = chooseUrl(image, BASE, OPTIONS, twin ?? undefined)
      if ('url' in resolved) expect(everyUrl([image, twin])).toContain(resolved.url)
      else expect([resolved, others]).toEqual([src, 0])
    }
  })

  it('has pages with copies and with lists', () => {
    const html = pages.map((name) => gunzipSync(readFileSync(folder + name)).toString('utf8'))
    expect(html.some((page) => /<noscript>\s*<img/i.test(page))).toBe(true)
    expect(html.some((page) => /\ssrcset=/i.test(page))).toBe(true)
  })
})
