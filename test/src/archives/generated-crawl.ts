import { gzipSync } from 'node:zlib'
import { arcRecord, randomBytes, randomNumbers, warcRecord } from '@warc2dataset/stages/warc/warc-fixtures'

/** The two formats of archives. */
export type Format = 'warc' | 'arc'

/** A record as a writer puts it into an archive, and what a reader must find of it. */
export interface WrittenRecord {
  readonly url: string
  readonly block: Buffer
  /** Header, block and line ends. */
  readonly bytes: Buffer
}

/**
 * Records of pages and of bytes that do not compress, of 0 to 3,000 bytes; some URLs have blanks, some blocks no HTTP
 * header. The same for the same seed.
 */
export function writtenRecords(format: Format, count: number, seed: number): readonly WrittenRecord[] {
  const next = randomNumbers(seed)
  return Array.from({ length: count }, (_, i) => {
    const url = `http://site${i}.example/${i % 5 === 0 ? 'a/long/path/'.repeat(next() % 20) : ''}${i % 4 === 2 ? '?q=x y' : ''}`
    const head = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n')
    const body = i % 3 === 0 ? randomBytes(next() % 3000, seed + i + 1) : pageText(next, i)
    const block = i % 5 === 4 ? body : Buffer.concat([head, body])
    return writtenRecord(format, url, i % 7 === 6 ? Buffer.alloc(0) : block)
  })
}

export function writtenRecord(
  format: Format,
  url: string,
  block: Buffer,
  options: { readonly length?: number | string } = {},
): WrittenRecord {
  const write = format === 'warc' ? warcRecord : arcRecord
  return { url, block, bytes: write(url, block, options) }
}

/** How many bytes of line ends follow a block. */
export const LINE_END_BYTES: Readonly<Record<Format, number>> = { warc: 4, arc: 1 }

/** A whole archive, one member per record if gzip. */
export function archiveOf(records: readonly WrittenRecord[], compression: 'gzip' | 'plain'): Buffer {
  return Buffer.concat(records.map(({ bytes }) => (compression === 'gzip' ? gzipSync(bytes) : bytes)))
}

function pageText(next: () => number, i: number): Buffer {
  const lines = Array.from(
    { length: next() % 60 },
    () => `<p>line ${next() % 1000} of page ${i}, on 2008\n\n`,
  )
  return Buffer.from(`<!doctype html>${lines.join('')}`)
}
