import { mkdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { openTestHosts, says, type TestHosts } from '@warc2dataset/stages/web/test-hosts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '../bad-input/query.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { pageRecord, type ServedPage } from '../extract/read-archive-pages.js'
import { writeWebRecipe } from '../web/make-list.js'
import { runHere } from '../web/web-world.js'

const HOST = 'www.site.example'
const NAMES = ['there', 'gone', 'gone-and-lost', 'noai', 'noai-in-archive', 'disallowed', 'broken'] as const

const at = tempFolder()

/** An archive that holds a page and most of its pictures, while the web still has some of them. */
describe('fetch.fall_back: archive', { timeout: 60_000 }, () => {
  let hosts: TestHosts
  let rows: Map<string, Readonly<Record<string, unknown>>>

  beforeAll(async () => {
    hosts = await openTestHosts()
    const [fresh, stored] = await Promise.all([picture(120), picture(60)])
    hosts.answers.set(`${HOST}/robots.txt`, says(200, {}, 'User-agent: *\nDisallow: /disallowed.jpg'))
    hosts.answers.set(`${HOST}/there.jpg`, (_request, response) => void response.end(fresh))
    for (const name of ['gone', 'gone-and-lost', 'noai-in-archive'])
      hosts.answers.set(`${HOST}/${name}.jpg`, says(404, {}))
    hosts.answers.set(`${HOST}/noai.jpg`, says(200, { 'x-robots-tag': 'noai' }))
    hosts.answers.set(`${HOST}/broken.jpg`, says(200, {}, '<html>not a picture any more'))
    const images = NAMES.map((name) => `<img src="/${name}.jpg" alt="a picture named ${name}">`).join('')
    const held = NAMES.filter((name) => name !== 'gone-and-lost')
    const pages: readonly ServedPage[] = [
      {
        url: `http://${HOST}/`,
        header: ['Content-Type: text/html'],
        body: Buffer.from(`<!doctype html>${images}`),
      },
      ...held.map((name) => ({
        url: `http://${HOST}/${name}.jpg`,
        header: ['Content-Type: image/jpeg', ...(name === 'noai-in-archive' ? ['X-Robots-Tag: noai'] : [])],
        body: stored,
      })),
    ]
    await mkdir(at('crawl'))
    await writeFile(
      at('crawl', 'one.warc.gz'),
      Buffer.concat(pages.map((page) => gzipSync(pageRecord(page)))),
    )
    const recipe = await writeWebRecipe(at(), 'recipe.json', {
      source: { files: ['crawl/one.warc.gz'] },
      shadow: 0,
      fetch: {
        source: 'web',
        fall_back: 'archive',
        user_agent: 'test (+https://example.org/contact)',
        resolve: { [HOST]: `127.0.0.1:${hosts.port}` },
        retries: 0,
      },
    })
    await runHere(recipe, at('run'), [], { until: 'fetch' })
    const found = await query(
      `SELECT url, split_part(coalesce(error_message, status), ':', 1) AS fate, width, fetched_from FROM '${at('run')}/fetched/*.parquet'`,
    )
    rows = new Map(found.map((row) => [String(row['url']).replace(/^.*\/|\.jpg$/g, ''), row]))
  })
  afterAll(() => hosts?.close())

  it.each<[(typeof NAMES)[number], string, number | null, string | null]>([
    ['there', 'success', 120, 'web'],
    ['gone', 'success', 60, 'archive'],
    ['gone-and-lost', 'http_status', null, null],
    ['noai', 'x_robots_tag', null, null],
    ['noai-in-archive', 'x_robots_tag', null, null],
    ['disallowed', 'robots_txt', null, null],
    // What the web does give is what counts, whatever it is.
    ['broken', 'not_an_image', null, 'web'],
  ])('%s: %s', (name, fate, width, from) => {
    expect(rows.get(name)).toMatchObject({ fate, width, fetched_from: from })
  })
})

function picture(width: number): Promise<Buffer> {
  return sharp({ create: { width, height: 50, channels: 3, background: '#a46' } })
    .jpeg()
    .toBuffer()
}
