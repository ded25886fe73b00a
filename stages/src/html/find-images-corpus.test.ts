import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { decodePage } from './decode-page.js'
import { findImagesDom } from './find-images-dom.js'

const repositoryRoot = new URL('../../../', import.meta.url)
const folder = fileURLToPath(
  new URL('../shared/data/html/article-extraction-benchmark/html/', repositoryRoot),
)
const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.html.gz')) : []
const skipped = pages.length === 0 ? ` [SKIPPED: no pages in ${folder}]` : ''

// The two tree-construction rules that matter on these pages: template content is inert, SVG <image> is no
// <img>.
function collectWithHtmlparser2(html: string): string[] {
  const found: string[] = []
  let outside = 0
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'template' || name === 'svg') outside += 1
      else if ((name === 'img' || name === 'image') && outside === 0)
        found.push(JSON.stringify([attributes['src'] ?? null, attributes['alt'] ?? null]))
    },
    onclosetag: (name) => {
      if (name === 'template' || name === 'svg') outside -= 1
    },
  })
  parser.end(html)
  return found
}

describe.skipIf(skipped !== '')(`findImagesDom equals htmlparser2 on real pages${skipped}`, () => {
  it.each(pages)('%s', (name) => {
    const decoded = decodePage(gunzipSync(readFileSync(folder + name)), 'text/html; charset=utf-8')
    if ('error' in decoded) throw new Error(decoded.label)
    const found = findImagesDom(decoded.html, { maxImages: 1e6, surrounding: false })
    expect(
      found.images.map(({ attributes }) =>
        JSON.stringify([attributes.get('src') ?? null, attributes.get('alt') ?? null]),
      ),
    ).toEqual(collectWithHtmlparser2(decoded.html))
  })
})
