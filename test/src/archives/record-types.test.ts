import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { arcRecord } from '@warc2dataset/stages/warc/warc-fixtures'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { commitsOf, extractAccounts } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { SHARED } from '../place.js'

const page = (name: string): string => `<html><img src="/${name}.png" alt="A picture named ${name}"></html>`
const answer = (type: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`), Buffer.from(body)])

function record(type: string, uri: string, contentType: string, block: string | Buffer, fields = ''): Buffer {
  const head =
    `WARC/1.1\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${uri}\r\nWARC-Date: 2024-05-18T01:58:10Z\r\n` +
    `${fields}Content-Type: ${contentType}\r\nContent-Length: ${block.length}\r\n\r\n`
  return gzipSync(Buffer.concat([Buffer.from(head), Buffer.from(block), Buffer.from('\r\n\r\n')]))
}

/** A picture that no filter minds; another for each name. */
function picture(shade: number): Promise<Buffer> {
  const background = { r: shade, g: 90, b: 200 - shade }
  return sharp({ create: { width: 200, height: 150, channels: 3, background } })
    .png()
    .toBuffer()
}

/** Runs all phases over one archive: its account of records, and the pictures of the dataset. */
async function runOver(path: string, out: string) {
  await writeRecipe(`${out}.json`, {
    source: { files: [path] },
    plan: { where: 'true' },
    select: { where: 'true' },
  })
  const { code, stderr } = await runCli(['run', `${out}.json`, '--out', out])
  expect(code, stderr).toBe(0)
  const [account] = await extractAccounts(out)
  const [extract] = await commitsOf(out, 'extract')
  if (account === undefined || extract === undefined)
    throw new Error('Expected a commit of extract, got none')
  return {
    account,
    candidates: extract.counts.kept,
    rows: () => query(`SELECT "URL" FROM '${out}/dataset/*.parquet' ORDER BY 1`),
  }
}

describe('what becomes of records by their type', () => {
  const at = tempFolder()

  it('only responses are pages; a picture is read from a response or a resource, never from a revisit', async () => {
    const http = 'application/http; msgtype=response'
    const profile = 'WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n'
    const pages = [
      'response',
      'revisit',
      'resource',
      'conversion',
      'metadata',
      'request',
      'continuation',
      'x-own',
    ]
    const records = pages.map((type) => {
      const isHttp = type === 'response' || type === 'revisit'
      const block = isHttp ? answer('text/html', page(type)) : page(type)
      return record(type, `http://site.example/${type}.html`, isHttp ? http : 'text/html', block, profile)
    })
    const listing = ['as-response', 'as-resource', 'as-revisit'].map(page).join('')
    const pictures = [
      record('response', 'http://site.example/', http, answer('text/html', listing)),
      record('response', 'http://site.example/as-response.png', http, answer('image/png', await picture(10))),
      record('resource', 'http://site.example/as-resource.png', 'image/png', await picture(60)),
      record(
        'revisit',
        'http://site.example/as-revisit.png',
        http,
        answer('image/png', await picture(110)),
        profile,
      ),
    ]
    await writeFile(at('types.warc.gz'), Buffer.concat([...records, ...pictures]))
    const { account, candidates, rows } = await runOver(at('types.warc.gz'), at('types'))
    expect(account.records).toEqual({
      response: 3,
      revisit: 2,
      resource: 2,
      conversion: 1,
      metadata: 1,
      request: 1,
      continuation: 1,
      unknown: 1,
    })
    // Two pages: that of type response, and the listing.
    expect(account.responses).toEqual({ html: 2, other: 1 })
    expect(account.pages['html']).toBe(2)
    expect(account.images['total']).toBe(4)
    expect(candidates).toBe(4)
    expect(await rows()).toEqual([
      { URL: 'http://site.example/as-resource.png' },
      { URL: 'http://site.example/as-response.png' },
    ])
  })

  it.each(['gzip', 'plain'] as const)(
    'an ARC archive, %s, gives its pages and their pictures',
    async (compression) => {
      const records = [
        arcRecord(
          'filedesc://x.arc',
          '1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n',
        ),
        arcRecord('dns:site.example', '20080430204825\nsite.example. 589 IN A 192.0.2.7\n'),
        arcRecord('http://site.example/', answer('text/html', page('one') + page('gone'))),
        arcRecord('http://site.example/one.png', answer('image/png', await picture(10))),
        arcRecord('http://site.example/old', page('old')),
      ]
      const path = at(`crawl.arc.${compression}`)
      await writeFile(
        path,
        Buffer.concat(compression === 'gzip' ? records.map((one) => gzipSync(one)) : records),
      )
      const { account, candidates, rows } = await runOver(path, at(compression))
      expect(account.records).toEqual({ warcinfo: 1, resource: 2, response: 2 })
      expect(account.archive).toMatchObject({
        gapBytes: 0,
        compression: compression === 'gzip' ? 'member' : 'plain',
      })
      expect(candidates).toBe(2)
      expect(await rows()).toEqual([{ URL: 'http://site.example/one.png' }])
    },
  )
})

const EXAMPLE = join(SHARED, 'warc', 'example.arc.gz')
const why = existsSync(EXAMPLE) ? '' : ' — SKIPPED: ../shared/data/warc lacks example.arc.gz'

describe.skipIf(why !== '')(`example.arc.gz, the same crawl as example.warc.gz${why}`, () => {
  const at = tempFolder()

  // Of example.warc.gz four independent parsers found 858 <img>, 666 of them with non-empty alt.
  it('gives the same pages and pictures', async () => {
    const { account, candidates, rows } = await runOver(EXAMPLE, at('example'))
    expect(account.records).toEqual({ warcinfo: 1, response: 261, resource: 38 })
    expect(account.images).toMatchObject({ total: 858, candidate: 666 })
    expect(candidates).toBe(666)
    expect(await rows()).toHaveLength(24)
  })
})
