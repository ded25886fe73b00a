import { decodeChunked, decodeContent } from './http-body.js'

/** A response as it was stored, its body without transfer and content encodings. */
export interface HttpResponse {
  readonly status: number
  /** Lower-case names, Latin-1 values; repeated fields joined by `, `, but of Content-Type and the like the last. */
  readonly headers: ReadonlyMap<string, string>
  /** Lower-case names, the Latin-1 value of each field line by itself, in order; at least one for each name. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  /** May share memory with the block. */
  readonly body: Buffer
  /** The body was cut at `maxBodyBytes`, or its encoding is damaged or ends early. */
  readonly bodyTruncated: boolean
  /** It was cut since it is larger than `maxBodyBytes`. */
  readonly bodyTooLarge: boolean
}

/** Why a block is no HTTP response. */
export interface MalformedResponse {
  readonly error: string
}

const MAX_HEADER_BYTES = 256 * 1024
const STATUS_LINE = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|\r?$)/i
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Fields with one value, which must not be joined. */
const SINGLE = new Set(['content-type', 'content-length', 'location', 'last-modified', 'etag', 'date'])
const LF = 10
const CR = 13

/**
 * Reads an HTTP/1 response as crawlers store it (RFC 9112, with bare LF, folded fields and a missing end allowed).
 * Header at most 256 KiB. Encodings that are declared but not there are ignored, for crawlers keep the field and
 * store the decoded body; unknown codings are left as they are. Never throws, whatever the bytes.
 */
export function parseHttpResponse(
  block: Buffer,
  options: { readonly maxBodyBytes: number },
): HttpResponse | MalformedResponse {
  const bodyAt = headerEnd(block)
  if (bodyAt > MAX_HEADER_BYTES) return { error: 'Expected at most 256 KiB for the HTTP header, got more' }
  const lines = block.toString('latin1', 0, bodyAt).split('\n')
  const status = STATUS_LINE.exec(lines[0] ?? '')?.[1]
  if (status === undefined) {
    return {
      error: `Expected an HTTP status line for line 1, got ${JSON.stringify((lines[0] ?? '').slice(0, 48))}`,
    }
  }
  const fields = parseFields(lines)
  const headers = joinFields(fields)
  const whole = block.subarray(bodyAt)
  const { maxBodyBytes } = options
  const chunked = lastCoding(headers.get('transfer-encoding')) === 'chunked'
  const plain = chunked ? decodeChunked(whole) : { body: whole, damaged: false }
  const decoded = decodeContent(plain.body, headers.get('content-encoding') ?? '', maxBodyBytes)
  const cut = decoded.body.length > maxBodyBytes
  return {
    status: Number(status),
    headers,
    fields,
    body: cut ? decoded.body.subarray(0, maxBodyBytes) : decoded.body,
    bodyTruncated: cut || plain.damaged || decoded.damaged,
    bodyTooLarge: cut || decoded.tooLarge,
  }
}

/** The offset after the blank line; the length of the block if there is none. */
function headerEnd(block: Buffer): number {
  for (let line = 0; line <= MAX_HEADER_BYTES; ) {
    const end = block.indexOf(LF, line)
    if (end < 0) return block.length
    if (line > 0 && (end === line || (end === line + 1 && block[line] === CR))) return end + 1
    line = end + 1
  }
  return MAX_HEADER_BYTES + 1
}

function parseFields(lines: readonly string[]): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  let values: string[] | null = null
  // Of one field; joined once, since a header may be nothing but a hundred thousand folds.
  let folds: string[] = []
  const end = () => values?.push(folds.length === 1 ? (folds[0] ?? '') : folds.filter(Boolean).join(' '))
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.startsWith(' ') || line.startsWith('\t')) {
      folds.push(line.trim())
      continue
    }
    end()
    values = null
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
    if (!FIELD_NAME.test(name)) continue
    values = fields.get(name) ?? []
    if (values.length === 0) fields.set(name, values)
    folds = [line.slice(colon + 1).trim()]
  }
  end()
  return fields
}

function joinFields(fields: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const headers = new Map<string, string>()
  for (const [name, values] of fields) {
    headers.set(name, SINGLE.has(name) ? (values.at(-1) ?? '') : values.join(', '))
  }
  return headers
}

function lastCoding(codings: string | undefined): string | undefined {
  return codings?.split(',').at(-1)?.trim().toLowerCase()
}
