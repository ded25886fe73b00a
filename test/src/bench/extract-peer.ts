import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import { WARCParser } from 'warcio'
import { countPairs, type Found, type Img } from './extract-found.js'

/** What a peer found on one page. */
export interface PeerPage {
  readonly images: readonly Img[]
  /** `<base href>`, if there is one. */
  readonly base: string | null
}

/** An HTML page as warcio gives it: content decoded, bytes as sent. */
export interface WarcioPage {
  readonly body: Uint8Array
  readonly contentType: string
}

/** Runs a peer over the HTML responses of the archive of the command line, records by warcio, and prints its counts. */
export async function runPeer(read: (page: WarcioPage) => PeerPage | Promise<PeerPage>): Promise<void> {
  const [, , path = ''] = process.argv
  let [responses, images, pairs] = [0, 0, 0]
  for await (const record of new WARCParser(createReadStream(path))) {
    if (record.warcType !== 'response') continue
    responses += 1
    const contentType = record.httpHeaders?.headers.get('Content-Type') ?? ''
    if (!/html/i.test(contentType)) continue
    const found = await read({ body: await record.readFully(true), contentType })
    images += found.images.length
    pairs += countPairs(found.images, record.warcTargetURI ?? '', found.base)
  }
  printFound({ responses, images, pairs })
}

/** The page by its byte order mark, the charset of its header, else UTF-8: less than a browser does. */
export function asText({ body, contentType }: WarcioPage): string {
  const [, charset = 'utf-8'] = /charset=["']?([\w.:-]+)/i.exec(contentType) ?? []
  return decoderOf(utf16Of(body) ?? charset).decode(body)
}

/** For those who take bytes for UTF-8: as they are, unless their mark says UTF-16, in which tags are not seen. */
export function asBytes(page: WarcioPage): Uint8Array {
  return utf16Of(page.body) === null ? page.body : Buffer.from(asText(page))
}

function utf16Of([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder()
    throw error
  }
}

/** The one line that a peer prints. */
export function printFound(found: Found): void {
  process.stdout.write(`${JSON.stringify(found)}\n`)
}
