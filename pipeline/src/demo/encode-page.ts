import { gzipSync } from 'node:zlib'
import type { PlannedPage } from './crawl-plan.js'

/** A body as it went over the wire, and the headers that say how to read it. */
export interface EncodedPage {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const WINDOWS_1252: ReadonlyMap<number, number> = new Map([
  [0x20ac, 0x80],
  [0x201e, 0x84],
  [0x2018, 0x91],
  [0x2019, 0x92],
  [0x201c, 0x93],
  [0x201d, 0x94],
  [0x2013, 0x96],
  [0x2014, 0x97],
])

/** Turns a page's HTML into bytes: its charset, then what HTTP did to it. */
export function encodePage(page: PlannedPage, html: string): EncodedPage {
  const text = encodeText(page, html)
  const headers: Record<string, string> = { 'Content-Type': contentType(page) }
  const zipped = page.transfer === 'gzip' || page.transfer === 'gzip-chunked'
  const chunked = page.transfer === 'chunked' || page.transfer === 'gzip-chunked'
  const coded = zipped ? gzipSync(text) : text
  if (zipped) headers['Content-Encoding'] = 'gzip'
  if (chunked) headers['Transfer-Encoding'] = 'chunked'
  else headers['Content-Length'] = String(coded.length)
  return { headers, body: chunked ? chunk(coded) : coded }
}

function contentType({ charset }: PlannedPage): string {
  if (charset === 'utf8-header') return 'text/html; charset=utf-8'
  return charset === 'windows-1252-header' ? 'Text/HTML;charset="Windows-1252"' : 'text/html'
}

function encodeText({ charset }: PlannedPage, html: string): Buffer {
  if (charset === 'windows-1252-header' || charset === 'windows-1252-meta') return encodeWindows1252(html)
  if (charset === 'utf8-bom') return Buffer.from(`\uFEFF${html}`, 'utf8')
  if (charset === 'utf16le-bom') return Buffer.from(`\uFEFF${html}`, 'utf16le')
  if (charset === 'utf16be-bom') return Buffer.from(`\uFEFF${html}`, 'utf16le').swap16()
  return Buffer.from(html, 'utf8')
}

// What the code page lacks becomes a character reference, as a form or an old CMS would write it.
function encodeWindows1252(html: string): Buffer {
  const safe = html.replace(/[^\0-\x7f\xa0-\xff]/gu, (letter) => {
    const code = letter.codePointAt(0) ?? 0
    const byte = WINDOWS_1252.get(code)
    return byte === undefined ? `&#${code};` : String.fromCharCode(byte)
  })
  return Buffer.from(safe, 'latin1')
}

function chunk(body: Buffer): Buffer {
  const size = 4096
  const parts: Buffer[] = []
  for (let start = 0; start < body.length; start += size) {
    const part = body.subarray(start, start + size)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}
