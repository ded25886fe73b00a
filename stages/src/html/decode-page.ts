import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { decodeSingleByte, isOwnSingleByte } from './decode-single-byte.js'
import { type EncodingLookup, lookupEncoding } from './lookup-encoding.js'
import { prescanCharset } from './prescan-charset.js'

export { isHtml } from './detect-html.js'

/** A page as text. */
export interface DecodedPage {
  readonly html: string
  /** Each code unit of `html` is a byte of UTF-8, which is well-formed: asked for by `keepUtf8`. */
  readonly isUtf8Bytes: boolean
  /** WHATWG encoding name in lower case. */
  readonly charset: string
  /**
   * Who named it: byte order mark, HTTP header, the page itself (meta or XML declaration), its bytes (`content`:
   * nobody named one and they are UTF-8), or nobody.
   */
  readonly charsetSource: 'bom' | 'http' | 'meta' | 'content' | 'default'
}

/**
 * The page declares an encoding that WHATWG refuses to decode; `label` is one of its six `replacement`
 * labels.
 */
export interface UndecodablePage {
  readonly error: 'unsupported_charset'
  readonly label: string
}

type Declared = EncodingLookup & { readonly source: DecodedPage['charsetSource'] }

const BYTE_ORDER_MARKS: ReadonlyArray<readonly [encoding: string, mark: Buffer]> = [
  ['utf-8', Buffer.of(0xef, 0xbb, 0xbf)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
  ['utf-16le', Buffer.of(0xff, 0xfe)],
]
const MAX_HEADER_LENGTH = 1024

/**
 * Decodes a page by: byte order mark, `charset` of the HTTP Content-Type, declaration in the first 1024
 * bytes, else UTF-8 if the bytes are UTF-8, else windows-1252 (UTF-8 for application/xhtml+xml, the XML default).
 * A label that WHATWG Encoding does not know counts as absent. Malformed input becomes U+FFFD, never an error.
 */
export function decodePage(
  bytes: Buffer,
  httpContentType: string | null,
  options: DecodeOptions = { keepUtf8: false },
): DecodedPage | UndecodablePage {
  const declared = declaredEncoding(bytes, (httpContentType ?? '').slice(0, MAX_HEADER_LENGTH))
  if ('replacementLabel' in declared)
    return { error: 'unsupported_charset', label: declared.replacementLabel }
  const { encoding: charset, source: charsetSource } = declared
  const isUtf8Bytes = options.keepUtf8 && charset === 'utf-8' && isUtf8(bytes)
  const html = isUtf8Bytes ? withoutMark(bytes).toString('latin1') : decodeAs(bytes, charset)
  return { html, isUtf8Bytes, charset, charsetSource }
}

export interface DecodeOptions {
  /** A page of well-formed UTF-8 is left as its bytes, one code unit each: for who can read it so. */
  readonly keepUtf8: boolean
}

function declaredEncoding(bytes: Buffer, contentType: string): Declared {
  for (const [encoding, mark] of BYTE_ORDER_MARKS)
    if (bytes.subarray(0, mark.length).equals(mark)) return { encoding, source: 'bom' }
  const http = lookupEncoding(charsetParameter(contentType))
  if (http !== null) return { ...http, source: 'http' }
  const meta = prescanCharset(bytes)
  if (meta !== null) return { ...meta, source: 'meta' }
  const isXhtml = /^\s*application\/xhtml\+xml\s*(?:;|$)/i.test(contentType)
  if (isXhtml) return { encoding: 'utf-8', source: 'default' }
  if (isUtf8Text(bytes) || isUtf8Text(withoutCutCharacter(bytes)))
    return { encoding: 'utf-8', source: 'content' }
  return { encoding: 'windows-1252', source: 'default' }
}

/** UTF-8 with at least one character that ASCII does not have. */
function isUtf8Text(bytes: Buffer): boolean {
  return !isAscii(bytes) && isUtf8(bytes)
}

// Of 181 real article pages 63 name no charset in reach, and all 63 are UTF-8: text that is valid UTF-8 by chance is
// rarer than authors who rely on the server's header. A page cut by a crawler may end inside a character.
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) return bytes
  }
  return bytes
}

// Spaces around `=` are against the grammar but common, and what they mean is not in doubt.
function charsetParameter(contentType: string): string {
  const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;,\s]*))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? ''
}

function decodeAs(bytes: Buffer, encoding: string): string {
  if (isOwnSingleByte(encoding)) return decodeSingleByte(bytes, encoding)
  // Several times as fast as TextDecoder, and a page of Latin-1 letters becomes a one-byte string, as TextDecoder's never
  // does: all that reads it then takes half the memory and less time.
  if (encoding === 'utf-8' && isUtf8(bytes)) return withoutMark(bytes).toString('utf8')
  // ICU's converters lack the Korean UHC syllables and map Hong Kong characters to private use; WHATWG has
  // both.
  if (encoding === 'euc-kr' || encoding === 'big5') return iconv.decode(bytes, encoding, { stripBOM: false })
  // WHATWG decodes gbk with the gb18030 decoder; ICU's gbk yields private-use characters for 81 pairs.
  return new TextDecoder(encoding === 'gbk' ? 'gb18030' : encoding).decode(bytes)
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
