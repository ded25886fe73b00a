import { RunError } from '@warc2dataset/schemas'
import { ArchiveChangedError } from '../../warc/archive-bytes.js'
import { NotAnArchiveError } from '../../warc/archive-record.js'
import { printable } from '../fetch-result.js'
import { parseRetryAfter } from '../retry-after.js'
import { type ArchiveVersion, describeVersion, isSameVersion, versionOf } from './archive-version.js'
import { type GetAnswer, GetProblem } from './send-get.js'

/** What was asked for, and of what. */
export interface Asked {
  /** For messages. */
  readonly name: string
  /** The path ends in `.gz`. */
  readonly isGzipFile: boolean
  /** First byte. */
  readonly from: number
  /** A `Range` was sent. */
  readonly isRange: boolean
  /** The version that has been read so far; null before the first answer. */
  readonly version: ArchiveVersion | null
}

/** A stretch of the archive that an answer brings. */
export interface Stretch {
  /** Less than what was asked for if the server took no notice of the range. */
  readonly from: number
  /** Byte after its last; null if the answer ends where the archive does, and nobody said where. */
  readonly end: number | null
  readonly version: ArchiveVersion
}

/** The server is there and refuses for now; `retryAfterMs` is what it asks for. */
export class NotNow extends GetProblem {
  constructor(
    message: string,
    readonly retryAfterMs: number | undefined,
    /** It is us that it holds off: go on, and it may block us for good. */
    readonly isRefusal: boolean,
  ) {
    super(message)
  }
}

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])
/** S3 and Common Crawl say 503 to who is too fast. */
const HOLDING_OFF = new Set([429, 503])
const REFUSED = new Set([401, 403, 407, 451])

/**
 * What the head of an answer means, before a byte of it is read.
 * - 206 must be the range that was asked for, and 200 the whole; either of the version known so far.
 * - 200 to a range begins at byte 0: the caller passes over what it has, which only the same version allows.
 * - 412, 416, another ETag, date or size: `ArchiveChangedError`.
 * - 429 and 5xx that may pass: `NotNow`. 401, 403, 407, 451: `RunError` exit 6. Else `NotAnArchiveError`.
 * - A Content-Encoding was not asked for. Some servers put gzip on every `.gz` file, and mean the file as it is.
 * `nowMs` (Unix time) is what a date in `Retry-After` is compared with.
 */
export async function judgeAnswer(answer: GetAnswer, asked: Asked, nowMs: number): Promise<Stretch> {
  const { status, fields } = answer
  const { name, version, from } = asked
  if (status === 200 || status === 206) return judgeBytes(answer, asked)
  if (status === 412 || status === 416) {
    const what = version === null ? `${from} bytes or more` : describeVersion(version)
    throw new ArchiveChangedError(`Expected ${what} for ${name}, got HTTP ${status}: it is not what it was`)
  }
  if (PASSING.has(status)) {
    const wait = parseRetryAfter(fields['retry-after'] ?? '', nowMs)
    throw new NotNow(`HTTP ${status}`, wait, HOLDING_OFF.has(status))
  }
  if (REFUSED.has(status)) {
    const said = await beginningOf(answer)
    throw new RunError(
      'blocked',
      `Expected to be let in for ${name}, got HTTP ${status}${said && `: ${said}`}`,
    )
  }
  throw new NotAnArchiveError(name, `HTTP ${status}`)
}

function judgeBytes({ status, fields }: GetAnswer, asked: Asked): Stretch {
  const { name, version, from, isRange } = asked
  const coding = fields['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const isPlain = coding === 'identity' || coding === ''
  if (!isPlain && !(asked.isGzipFile && (coding === 'gzip' || coding === 'x-gzip'))) {
    throw new NotAnArchiveError(name, `one in Content-Encoding ${printable(coding)}`)
  }
  const stretch = status === 206 ? rangeOf(fields, from, isRange) : wholeOf(fields, name)
  if (version === null) return stretch
  if (!isSameVersion(version, stretch.version)) {
    const [then, now] = [version, stretch.version].map(describeVersion)
    throw new ArchiveChangedError(`Expected ${then} for ${name}, got ${now}: it is not what it was`)
  }
  return { ...stretch, version: { ...version, size: version.size ?? stretch.version.size } }
}

function wholeOf(fields: GetAnswer['fields'], name: string): Stretch {
  const length = /^\d{1,15}$/.test(fields['content-length'] ?? '') ? Number(fields['content-length']) : null
  // Else a connection that breaks would pass for the end of the archive.
  if (length === null && !/\bchunked\b/i.test(fields['transfer-encoding'] ?? '')) {
    throw new NotAnArchiveError(name, 'an answer that does not say where it ends')
  }
  return { from: 0, end: length, version: versionOf(fields, length) }
}

function rangeOf(fields: GetAnswer['fields'], from: number, isRange: boolean): Stretch {
  const field = fields['content-range'] ?? ''
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(field)
  const [, first, last, total] = match ?? []
  const end = Number(last) + 1
  const size = total === '*' ? null : Number(total)
  const isAsked = isRange && match !== null && Number(first) === from && end > from
  if (!isAsked || (size !== null && end > size)) {
    throw new GetProblem(`Expected bytes from ${from} on for Content-Range, got ${printable(field)}`)
  }
  return { from, end, version: versionOf(fields, size) }
}

const SAID_BYTES = 2048

/** What a page says that refuses: it names whom to ask. */
async function beginningOf(answer: GetAnswer): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for (let piece = await answer.next(); piece !== null && bytes < SAID_BYTES; piece = await answer.next()) {
      pieces.push(piece)
      bytes += piece.length
    }
  } catch (error) {
    if (!(error instanceof GetProblem)) throw error
  }
  const text = Buffer.concat(pieces).toString('utf8', 0, SAID_BYTES)
  return printable(text.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' '))
}
