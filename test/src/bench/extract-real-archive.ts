import { createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { SHARED } from '../place.js'

const PAGES = join(SHARED, 'html/article-extraction-benchmark/html')

/**
 * Writes a WARC of the real article pages, a member a record, over and over under other URLs until it holds `bytes` once
 * inflated. Gives its path; null where there are no such pages. Made-up pages flatter: they are short of tags and scripts.
 */
export async function writeRealArchive(path: string, bytes: number): Promise<string | null> {
  const names = existsSync(PAGES) ? readdirSync(PAGES).sort() : []
  if (names.length === 0) return null
  const pages = names.map((name) => ({ name, html: gunzipSync(readFileSync(join(PAGES, name))) }))
  await pipeline(Readable.from(members(pages, bytes)), createWriteStream(path))
  return path
}

function* members(
  pages: readonly { readonly name: string; readonly html: Buffer }[],
  bytes: number,
): Generator<Buffer> {
  let written = 0
  for (let round = 0; ; round++) {
    for (const { name, html } of pages) {
      if (written >= bytes) return
      const record = responseRecord(`https://site${round}.example/${round}/${name}`, html)
      written += record.length
      yield gzipSync(record)
    }
  }
}

function responseRecord(url: string, html: Buffer): Buffer {
  const http = lines(
    'HTTP/1.1 200 OK',
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${html.length}`,
  )
  const warc = lines(
    'WARC/1.0',
    'WARC-Type: response',
    `WARC-Record-ID: <${url}#record>`,
    'WARC-Date: 2024-05-01T00:00:00Z',
    `WARC-Target-URI: ${url}`,
    'Content-Type: application/http; msgtype=response',
    `Content-Length: ${http.length + html.length}`,
  )
  return Buffer.concat([warc, http, html, Buffer.from('\r\n\r\n')])
}

function lines(...fields: readonly string[]): Buffer {
  return Buffer.from(`${fields.join('\r\n')}\r\n\r\n`)
}
