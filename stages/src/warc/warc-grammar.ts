import type { RecordHead } from './archive-record.js'
import { type HeadPlace, MAX_HEADER_BYTES, quote, type RecordGrammar } from './record-grammar.js'

const MAX_HEADER_LINES = 200
/** Holds a version line and the longest name of a field that `RECORD_START` takes. */
const START_BYTES = 96

const LF = 10
const CR = 13
const MAGIC = Buffer.from('WARC/')
const RECORD_START = /^WARC\/\d\.\d{1,3}\r?\n[A-Za-z][A-Za-z0-9-]{0,63}:/
const VERSION_LINE = /^WARC\/(\d\.\d{1,3})[ \t]*$/
// As the end of a line of a header: the header was cut short and another record follows.
const NEXT_RECORD = /(?:^|[^/])WARC\/\d\.\d{1,3}$/
const W3C_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/

/** WARC (ISO 28500), versions 0.17 to 1.1: a version line and named fields, then the block and two line ends. */
export const WARC: RecordGrammar = {
  startBytes: START_BYTES,
  lineEnds: 2,
  carriageReturns: true,
  openingBytes: 0,
  findStart,
  startsRecord,
  findHeaderEnd,
  parseHead: (header, _, place) => parseHead(header, place),
}

/** A version line and a named field. */
function findStart(bytes: Buffer, from: number, to: number): number {
  for (let at = bytes.indexOf(MAGIC, from); at >= 0 && at < to; at = bytes.indexOf(MAGIC, at + 1)) {
    if (RECORD_START.test(bytes.toString('latin1', at, at + START_BYTES))) return at
  }
  return -1
}

/** `WARC/` and a digit. */
function startsRecord(bytes: Buffer, at: number): 'yes' | 'no' | 'unknown' {
  const end = Math.min(at + MAGIC.length, bytes.length)
  for (let i = at; i < end; i++) if (bytes[i] !== MAGIC[i - at]) return 'no'
  const digit = bytes[at + MAGIC.length]
  if (digit === undefined) return 'unknown'
  return digit >= 48 && digit <= 57 ? 'yes' : 'no'
}

/** The header ends with a blank line. */
function findHeaderEnd(bytes: Buffer, at: number): number | 'more' | 'too_long' {
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
function parseHead(header: Buffer, place: HeadPlace): RecordHead | string {
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
    offset: place.offset,
    innerOffset: place.innerOffset,
    version,
    type: (headers.get('warc-type') ?? '').toLowerCase(),
    targetUri: bareUri(headers.get('warc-target-uri')),
    date: parseDate(headers.get('warc-date')),
    contentType: headers.get('content-type') || null,
    headers,
    declaredLength: Number(length),
  }
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
