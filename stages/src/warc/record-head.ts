import type { RecordHead } from './archive-record.js'

/** Upper bounds of a record header. */
export const MAX_HEADER_BYTES = 64 * 1024
const MAX_HEADER_LINES = 200

/** Bytes that must follow a record start so that `findRecordStart` can judge it. */
export const RECORD_START_BYTES = 96

const LF = 10
const CR = 13
const MAGIC = Buffer.from('WARC/')
const RECORD_START = /^WARC\/\d\.\d{1,3}\r?\n[A-Za-z][A-Za-z0-9-]{0,63}:/
const VERSION_LINE = /^WARC\/(\d\.\d{1,3})[ \t]*$/
// As the end of a line of a header: the header was cut short and another record follows.
const NEXT_RECORD = /(?:^|[^/])WARC\/\d\.\d{1,3}$/
const W3C_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/

/**
 * The first place in `[from, to)` of `bytes` where a record plainly starts: a version line and a named field.
 * A line start is not asked for, because damage often takes the line end before a record. -1 if none.
 */
export function findRecordStart(bytes: Buffer, from: number, to: number): number {
  for (let at = bytes.indexOf(MAGIC, from); at >= 0 && at < to; at = bytes.indexOf(MAGIC, at + 1)) {
    if (RECORD_START.test(bytes.toString('latin1', at, at + RECORD_START_BYTES))) return at
  }
  return -1
}

/**
 * Whether `bytes` at `at` read `WARC/` and a digit; `unknown` if they end before that is clear.
 * Between two records this is enough; elsewhere `findRecordStart` is needed.
 */
export function startsRecord(bytes: Buffer, at: number): 'yes' | 'no' | 'unknown' {
  const end = Math.min(at + MAGIC.length, bytes.length)
  for (let i = at; i < end; i++) if (bytes[i] !== MAGIC[i - at]) return 'no'
  const digit = bytes[at + MAGIC.length]
  if (digit === undefined) return 'unknown'
  return digit >= 48 && digit <= 57 ? 'yes' : 'no'
}

/** The offset after the blank line that ends the header at `at`; `more` if it is not in `bytes` yet. */
export function findHeaderEnd(bytes: Buffer, at: number): number | 'more' | 'too_long' {
  let line = at
  for (let lines = 0; lines <= MAX_HEADER_LINES; lines++) {
    const end = bytes.indexOf(LF, line)
    if (end < 0) return bytes.length - at > MAX_HEADER_BYTES ? 'too_long' : 'more'
    if (end - at >= MAX_HEADER_BYTES) return 'too_long'
    if (end === line || (end === line + 1 && bytes[line] === CR)) return end + 1
    line = end + 1
  }
  return 'too_long'
}

/**
 * Reads a record header, version line to blank line (ISO 28500 §4, with bare LF and folded lines allowed).
 * Returns what is wrong with it, as text, if it has no usable version or Content-Length.
 */
export function parseRecordHead(header: Buffer, offset: number, innerOffset: number): RecordHead | string {
  const lines = header.toString('utf8').split('\n')
  const version = VERSION_LINE.exec((lines[0] ?? '').trimEnd())?.[1]
  if (version === undefined) return `Expected a WARC version for line 1, got ${quote(lines[0])}`
  const headers = new Map<string, string>()
  const lengths = new Set<string>()
  let last: string | null = null
  for (let i = 1; i < lines.length; i++) {
    const line = (lines[i] ?? '').trimEnd()
    if (line === '') continue
    if (NEXT_RECORD.test(line)) return `Expected a field for line ${i + 1}, got ${quote(line)}`
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last !== null) headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`)
      continue
    }
    const colon = line.indexOf(':')
    if (colon < 1) continue
    last = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers.set(last, value)
    if (last === 'content-length') lengths.add(value)
  }
  const length = headers.get('content-length')
  if (length === undefined || !/^\d{1,12}$/.test(length)) {
    return `Expected 1 to 12 digits for Content-Length, got ${quote(length)}`
  }
  if (lengths.size > 1) return `Expected one value for Content-Length, got ${lengths.size}`
  return {
    offset,
    innerOffset,
    version,
    type: (headers.get('warc-type') ?? '').toLowerCase(),
    targetUri: bareUri(headers.get('warc-target-uri')),
    date: parseDate(headers.get('warc-date')),
    contentType: headers.get('content-type') || null,
    headers,
    declaredLength: Number(length),
  }
}

/** A short printable form of bytes or text of an archive, for messages. */
export function quote(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text.length > 48 ? `${text.slice(0, 48)}…` : text)
}

function bareUri(uri: string | undefined): string | null {
  if (!uri) return null
  return uri.startsWith('<') && uri.endsWith('>') ? uri.slice(1, -1) : uri
}

function parseDate(date: string | undefined): number | null {
  if (date === undefined || !W3C_DATE.test(date)) return null
  const time = Date.parse(date)
  return Number.isNaN(time) ? null : time
}
