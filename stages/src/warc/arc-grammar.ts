import type { RecordHead } from './archive-record.js'
import { type HeadPlace, MAX_HEADER_BYTES, quote, type RecordGrammar } from './record-grammar.js'

/** The longest line that a resync finds, line end included. */
const START_BYTES = 4096
/** `HTTP/` and a digit. */
const OPENING_BYTES = 6
/** The shortest scheme, address, date and length, and their blanks. */
const MIN_LINE_BYTES = 23
const MAX_LENGTH_DIGITS = 12
const MAX_SCHEME_BYTES = 32
/** Of version 2, after the date: type, Result-code, Checksum, Location, Offset, Filename, length. */
const VERSION_2_FIELDS = 7

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]{0,31}:/
/** What a URL of a crawl starts with; asked for where no line starts. */
const CRAWLED = /https?:\/\/|ftp:\/\/|dns:|filedesc:/g
const ADDRESS = /^[0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{0,44}$/
/** Some writers put `null`. */
const DATE = /^\d{4,20}$|^null$/
const WHOLE_DATE = /^\d{14}$/
const LENGTH = /^\d{1,12}$/
const STATUS_LINE = /^HTTP\/\d/i

/**
 * ARC (Internet Archive, "Arc File Format", 1996): one line `URL IP-address Archive-date Content-type Archive-length`,
 * then the block and one line end. Version 2 has five more fields before the last. The first record is `filedesc:`.
 * In a resync lines are found up to 4 KiB, with a date of 14 digits and a length.
 */
export const ARC: RecordGrammar = {
  startBytes: START_BYTES,
  lineEnds: 1,
  carriageReturns: false,
  openingBytes: OPENING_BYTES,
  findStart,
  startsRecord,
  findHeaderEnd,
  parseHead,
}

interface Line {
  readonly url: string
  readonly address: string
  readonly date: string
  /** After the date: type, those of version 2, length. */
  readonly rest: readonly string[]
}

/** Reads from the right, since URLs may hold blanks. Null if there is no address and date, or less after them. */
function splitLine(line: string): Line | null {
  const fields = line.split(' ')
  for (let i = fields.length - 3; i >= 2; i--) {
    const [address = '', date = ''] = fields.slice(i - 1, i + 1)
    if (DATE.test(date) && ADDRESS.test(address)) {
      return { url: fields.slice(0, i - 1).join(' '), address, date, rest: fields.slice(i + 1) }
    }
  }
  return null
}

function findStart(bytes: Buffer, from: number, to: number): number {
  let line = from > 0 ? bytes.lastIndexOf(LF, from - 1) + 1 : 0
  while (line < to) {
    const end = bytes.indexOf(LF, Math.max(line, from))
    if (end < 0) return -1
    const at = startInLine(bytes, line, end, from)
    if (at >= 0) return at < to ? at : -1
    line = end + 1
  }
  return -1
}

/** Where from `from` on a record starts whose header is the rest of the line `[line, end)`; -1 if none does. */
function startInLine(bytes: Buffer, line: number, end: number, from: number): number {
  const textEnd = bytes[end - 1] === CR ? end - 1 : end
  if (textEnd - line < MIN_LINE_BYTES || !endsWithNumber(bytes, textEnd)) return -1
  const textAt = Math.max(line, end + 1 - START_BYTES)
  const text = bytes.toString('latin1', textAt, textEnd)
  const fields = splitLine(text)
  if (fields === null || !WHOLE_DATE.test(fields.date) || !LENGTH.test(fields.rest.at(-1) ?? '')) return -1
  if (textAt === line && line >= from && SCHEME.test(text)) return line
  // Within a line a URL is taken to have no blanks.
  const word = fields.url.lastIndexOf(' ') + 1
  CRAWLED.lastIndex = Math.max(word, from - textAt)
  const found = CRAWLED.exec(fields.url)
  return found === null ? -1 : textAt + found.index
}

/** A line with a scheme, an address and a date; whatever its length. */
function startsRecord(bytes: Buffer, at: number): 'yes' | 'no' | 'unknown' {
  let colon = at
  while (colon < bytes.length && bytes[colon] !== COLON) {
    if (colon - at >= MAX_SCHEME_BYTES || !isSchemeByte(bytes[colon], colon === at)) return 'no'
    colon++
  }
  if (colon === at) return colon < bytes.length ? 'no' : 'unknown'
  const end = findHeaderEnd(bytes, at)
  if (end === 'more') return 'unknown'
  if (end === 'too_long') return 'yes'
  return splitLine(lineText(bytes.subarray(at, end))) === null ? 'no' : 'yes'
}

function findHeaderEnd(bytes: Buffer, at: number): number | 'more' | 'too_long' {
  const end = bytes.indexOf(LF, at)
  if (end < 0) return bytes.length - at > MAX_HEADER_BYTES ? 'too_long' : 'more'
  return end - at >= MAX_HEADER_BYTES ? 'too_long' : end + 1
}

function parseHead(header: Buffer, opening: Buffer, place: HeadPlace): RecordHead | string {
  const line = lineText(header)
  const fields = splitLine(line)
  if (fields === null) return `Expected a URL, an address and a date for line 1, got ${quote(line)}`
  const { url, address, date, rest } = fields
  const length = rest.at(-1) ?? ''
  if (!LENGTH.test(length)) return `Expected 1 to 12 digits for Archive-length, got ${quote(length)}`
  const isVersion2 = rest.length === VERSION_2_FIELDS
  const contentType = isVersion2 ? (rest[0] ?? '') : rest.slice(0, -1).join(' ')
  const headers = new Map([
    ['url', url],
    ['ip-address', address],
    ['archive-date', date],
    ['content-type', contentType],
  ])
  if (isVersion2) {
    const names = ['result-code', 'checksum', 'location', 'offset', 'filename']
    for (const [i, name] of names.entries()) headers.set(name, rest[i + 1] ?? '')
  }
  headers.set('archive-length', length)
  const declaredLength = Number(length)
  return {
    ...place,
    version: isVersion2 ? 'arc/2' : 'arc/1',
    type: typeOf(url, opening.toString('latin1'), declaredLength),
    targetUri: url,
    date: parseDate(date),
    contentType: contentType === '' || contentType === 'no-type' ? null : contentType,
    headers,
    declaredLength,
  }
}

/** The WARC-Type that says the same. An answer without a status line is stored as the resource itself, as DNS answers are. */
function typeOf(url: string, opening: string, declaredLength: number): string {
  if (/^filedesc:/i.test(url)) return 'warcinfo'
  return /^https?:/i.test(url) && opensWithStatus(opening, declaredLength) ? 'response' : 'resource'
}

function opensWithStatus(opening: string, declaredLength: number): boolean {
  const block = opening.slice(0, declaredLength)
  if (STATUS_LINE.test(block)) return true
  // Cut off by the end of the archive, it may have gone on as one.
  return block.length < Math.min(OPENING_BYTES, declaredLength) && 'HTTP/'.startsWith(block.toUpperCase())
}

/** YYYYMMDDhhmmss in UTC. */
function parseDate(digits: string): number | null {
  if (!WHOLE_DATE.test(digits)) return null
  const iso = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')
  const time = Date.parse(iso)
  return Number.isNaN(time) ? null : time
}

function lineText(line: Buffer): string {
  return line.toString('utf8').replace(/\r?\n$/, '')
}

/** A blank and 1 to 12 digits before `end`: few lines of text, and next to none of pictures, pass this. */
function endsWithNumber(bytes: Buffer, end: number): boolean {
  let at = end - 1
  while (end - at <= MAX_LENGTH_DIGITS && isDigit(bytes[at])) at--
  return at < end - 1 && bytes[at] === SPACE
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

function isSchemeByte(byte: number | undefined, isFirst: boolean): boolean {
  if (byte === undefined) return false
  const letter = byte | 32
  if (letter >= 97 && letter <= 122) return true
  return !isFirst && (isDigit(byte) || byte === 43 || byte === 45 || byte === 46)
}
