import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Generated, generateArchives } from '../demo/generate-archives.js'
import { loadRecipe, parseRecipe } from '../run/load-recipe.js'
import { takeSample } from './take-sample.js'

let folder = ''
let generated: Generated
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-take-'))
  generated = await generateArchives({
    outDir: folder,
    archives: 2,
    pagesPerArchive: 8,
    distinctPictures: 20,
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const archives = () =>
  generated.files.map((path) => ({ name: basename(path), path: join(folder, basename(path)) }))

describe('takeSample', () => {
  it('counts what the generator put there when it reads all of it', async () => {
    const recipe = parseRecipe({ source: { files: ['x'] } })
    const sample = await takeSample(recipe, archives(), 2)
    const { expected } = generated
    expect(sample.extent).toMatchObject({ unit: 'bytes', files: 2, sampledFiles: 2, total: expected.bytes })
    expect(sample.extent.sampled).toBe(expected.bytes)
    expect([sample.extract.in, sample.extract.kept]).toEqual([expected.usableAlt, expected.candidates])
    expect(sample.dedup.kept).toBe(expected.distinctUrls)
    expect(sample.captures?.found).toBe(expected.distinctUrlsInArchive)
  })

  it('applies the filters of the recipe, and carries nobody past them', async () => {
    const recipe = parseRecipe({
      source: { files: ['x'] },
      shadow: 1,
      extract: { text: { min_length: 20 } },
      plan: { where: 'text_length <= 40' },
    })
    const { extract, plan } = await takeSample(recipe, archives(), 1)
    expect(extract.dropped['text_short']).toBeGreaterThan(0)
    expect(plan.dropped['plan_where']).toBeGreaterThan(0)
    expect(extract.shadow + plan.shadow).toBe(0)
  })

  it('counts opt-outs: of pages, of domains and of URLs', async () => {
    const page = (site: string, head: string, field = ''): string => {
      const html = `<html><head>${head}</head><body><img src="https://img.example/${site}.jpg" alt="a ${site} house">`
      const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${field}\r\n${html}`
      return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://${site}.example/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`
    }
    const pages = [
      page('plain', ''),
      page('meta', '<meta name="robots" content="noai">'),
      page('header', '', 'X-Robots-Tag: noindex\r\n'),
      page('reserved', '<meta name="tdm-reservation" content="1">'),
      page('domain', ''),
      page('listed', ''),
    ]
    const path = join(folder, 'opted-out.warc')
    await writeFile(path, pages.join(''))
    await writeFile(join(folder, 'opt-outs.txt'), 'domain.example\nhttps://img.example/listed.jpg\n')
    await writeFile(
      join(folder, 'recipe.json'),
      JSON.stringify({
        source: { files: ['opted-out.warc'] },
        plan: { block_lists: ['opt-outs.txt'] },
        opt_out: { tdm: true },
      }),
    )
    const { recipe, archives } = await loadRecipe(join(folder, 'recipe.json'))
    const { plan } = await takeSample(recipe, archives, 1)
    expect(plan).toMatchObject({
      in: 6,
      kept: 1,
      dropped: { blocked_domain: 1, blocked_url: 1, page_opted_out: 3 },
    })
  })

  it('counts the rows of lists, usable or not', async () => {
    const path = join(folder, 'list.csv')
    await writeFile(
      path,
      'URL,TEXT\nhttps://a.example/1.jpg,one\nhttps://a.example/1.jpg,two\nhttps://a.example/2.jpg,\n',
    )
    const recipe = parseRecipe({
      source: { pairs: ['list.csv'] },
      fetch: { source: 'web', user_agent: 'x (+https://example.org)' },
    })
    const { extent, extract, dedup, captures } = await takeSample(recipe, [{ name: 'list.csv', path }], 2)
    expect(extent).toMatchObject({ unit: 'rows', total: 3, sampled: 3 })
    expect([extract.in, dedup.kept, captures]).toEqual([2, 1, null])
  })

  it('names an archive that is not there, or none, and a list without its columns', async () => {
    const recipe = parseRecipe({ source: { files: ['x'] } })
    const path = join(folder, 'a.png')
    await writeFile(path, 'not an archive')
    for (const place of [join(folder, 'nowhere.warc.gz'), path]) {
      const failing = takeSample(recipe, [{ name: 'x', path: place }], 1)
      await expect(failing).rejects.toMatchObject({ exitCode: 12, message: expect.stringContaining(place) })
    }
    const list = join(folder, 'other.csv')
    await writeFile(list, 'a,b\n1,2\n')
    const pairs = parseRecipe({
      source: { pairs: ['other.csv'] },
      fetch: { source: 'web', user_agent: 'x (+https://example.org)' },
    })
    const missing = takeSample(pairs, [{ name: 'other.csv', path: list }], 1)
    await expect(missing).rejects.toMatchObject({ exitCode: 4 })
  })
})
