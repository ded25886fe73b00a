import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { decodePrefix } from './decode-prefix.js'
import { zlibCode } from './gzip-member.js'

/** A body with an encoding taken off. */
export interface DecodedBody {
  readonly body: Buffer
  /** The encoding is broken, ends early, or expands too far, and `body` is what it gave. */
  readonly damaged: boolean
  /** It expands too far. */
  readonly tooLarge: boolean
}

/** More would be a list made to cost time; RFC 9110 sets no limit. */
const MAX_CODINGS = 4
const LF = 10
const CHUNK_SIZE = /^[ \t]*([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?$/i
const MAX_SIZE_LINE_BYTES = 4096

/** Takes off `chunked` (RFC 9112 §7.1). A body that does not begin with a sound chunk was never chunked: it is kept. */
export function decodeChunked(body: Buffer): DecodedBody {
  const asIs = { body, damaged: false, tooLarge: false }
  const done = (damaged: boolean): DecodedBody => ({
    body: Buffer.concat(pieces),
    damaged,
    tooLarge: false,
  })
  const pieces: Buffer[] = []
  for (let at = 0; ; ) {
    const first = pieces.length === 0
    const lineEnd = body.indexOf(LF, at)
    const line = lineEnd < 0 || lineEnd - at > MAX_SIZE_LINE_BYTES ? '' : body.toString('latin1', at, lineEnd)
    const digits = CHUNK_SIZE.exec(line)?.[1]
    if (digits === undefined) return first ? asIs : done(true)
    const from = lineEnd + 1
    const to = from + Number.parseInt(digits, 16)
    // A body of `0` and more lines is a text that was never chunked.
    if (to === from) return first && body.length - to > 2 ? asIs : done(false)
    pieces.push(body.subarray(from, to))
    // Without the CR of a real size line, a first line like `face` is just text.
    if (to >= body.length) return first && !line.endsWith('\r') ? asIs : done(true)
    at = to + (body[to] === 13 ? 1 : 0)
    if (body[at] === LF) at++
    else if (at < body.length) return first ? asIs : done(true)
  }
}

/**
 * Takes off the content codings of a Content-Encoding field, last one first: gzip, deflate (with or without the
 * zlib header) and br. Codings that are not there, or unknown, are passed over. Gives little more than `maxBytes`.
 */
export function decodeContent(body: Buffer, field: string, maxBytes: number): DecodedBody {
  const codings = field.toLowerCase().split(',', MAX_CODINGS + 1)
  let current: DecodedBody = { body, damaged: false, tooLarge: false }
  if (codings.length > MAX_CODINGS) return current
  for (const coding of codings.reverse()) {
    const next = decodeOne(current.body, coding.trim(), maxBytes + 1)
    current = {
      body: next.body,
      damaged: current.damaged || next.damaged,
      tooLarge: current.tooLarge || next.tooLarge,
    }
  }
  return current
}

function decodeOne(body: Buffer, coding: string, maxOutputLength: number): DecodedBody {
  const asIs = { body, damaged: false, tooLarge: false }
  const finishFlush = constants.Z_SYNC_FLUSH
  switch (coding) {
    case 'gzip':
    case 'x-gzip': {
      if (body[0] !== 0x1f || body[1] !== 0x8b) return asIs
      return decodeWith(
        body,
        (data) => gunzipSync(data, { maxOutputLength }),
        (data) => gunzipSync(data, { finishFlush, maxOutputLength }),
      )
    }
    case 'deflate': {
      // Its name says zlib; some servers send raw deflate.
      const zlib = body.length > 1 && ((body[0] ?? 0) & 15) === 8 && body.readUInt16BE(0) % 31 === 0
      const inflate = zlib ? inflateSync : inflateRawSync
      if (!zlib && looksLikeText(body)) return asIs
      return decodeWith(
        body,
        (data) => inflate(data, { maxOutputLength }),
        (data) => inflate(data, { finishFlush, maxOutputLength }),
      )
    }
    case 'br': {
      const flush = constants.BROTLI_OPERATION_FLUSH
      return decodeWith(
        body,
        (data) => brotliDecompressSync(data, { maxOutputLength }),
        looksLikeText(body)
          ? null
          : (data) => brotliDecompressSync(data, { finishFlush: flush, maxOutputLength }),
      )
    }
    default:
      return asIs
  }
}

/** Decodes the whole body, or else what it gives as a cut one; as it is if it gives nothing. */
function decodeWith(
  body: Buffer,
  whole: (data: Buffer) => Buffer,
  cut: ((data: Buffer) => Buffer) | null,
): DecodedBody {
  try {
    return { body: whole(body), damaged: false, tooLarge: false }
  } catch (error) {
    const tooLarge = zlibCode(error) === 'ERR_BUFFER_TOO_LARGE'
    const decoded = cut === null ? Buffer.alloc(0) : decodePrefix(body, cut).output
    return decoded.length > 0 || tooLarge
      ? { body: decoded, damaged: true, tooLarge }
      : { body, damaged: false, tooLarge }
  }
}

function looksLikeText(body: Buffer): boolean {
  return body.subarray(0, 64).every((byte) => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13))
}
