import { isUtf8 } from 'node:buffer'
import { printable, refuseFetch } from './fetch-result.js'
import { parseUrl } from './parse-url.js'
import { parseRetryAfter } from './retry-after.js'

/** Lower-case names; a repeated field is a list. Latin-1 values. */
export type HeadFields = Readonly<Record<string, string | readonly string[] | undefined>>

/** What the head of an answer leads to. */
export type Head<Note> =
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'body'
      readonly contentType: string | null
      /** `Content-Length`, 0 to `maxBytes`; null if there is none. */
      readonly announced: number | null
      readonly maxBytes: number
      /** What becomes of a longer body: `refuse` it (`too_many_bytes`), or `cut` it after `maxBytes`. */
      readonly longer: 'refuse' | 'cut'
      readonly note: Note
    }

/** What is wanted of an answer. */
export interface Expectation<Note> {
  /** Value of `Accept`. */
  readonly accept: string
  /** Decides on an answer before a byte of its body is read; throws a `FetchProblem`. `nowMs` is Unix time. */
  readonly judge: (status: number, fields: HeadFields, nowMs: number) => Head<Note>
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * A picture. 200 is a body; a redirect needs a `Location`, else it is
 * a `redirect_error`. Every other status is `http_status`: 204 has no picture, 206 and 304 answer what was not asked,
 * 300 leaves a choice. 408, 425, 429, 500, 502, 503 and 504 are retryable. Codings other than chunked were not asked
 * for (`bad_encoding`), and a body announced larger than `maxBytes` is refused. `note` reads the
 * fields of a 200 and may refuse it as well.
 */
export function expectPicture<Note>(maxBytes: number, note: (fields: HeadFields) => Note): Expectation<Note> {
  return {
    accept: 'image/*,*/*;q=0.5',
    judge: (status, fields, nowMs) => {
      if (isRedirect(status)) {
        const location = first(fields['location'])
        if (location === '') throw refuseFetch('redirect_error', false, `HTTP ${status} without Location`)
        return { kind: 'redirect', location }
      }
      if (status !== 200) {
        const passing = isPassing(status)
        const retryAfterMs = passing ? parseRetryAfter(first(fields['retry-after']), nowMs) : undefined
        throw refuseFetch('http_status', passing, `HTTP ${status}`, { retryAfterMs })
      }
      const noted = note(fields)
      return { kind: 'body', ...judgeBody(fields, maxBytes), maxBytes, longer: 'refuse', note: noted }
    },
  }
}

/** Whether the same URL may well give another status later. */
export function isPassing(status: number): boolean {
  return PASSING.has(status)
}

/** Whether an answer of this status leads elsewhere by its `Location`. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status)
}

function judgeBody(fields: HeadFields, maxBytes: number) {
  const codings = [...tokens(fields['content-encoding']), ...tokens(fields['transfer-encoding'])]
  const unasked = codings.find((coding) => coding !== 'identity' && coding !== 'chunked')
  if (unasked !== undefined) {
    throw refuseFetch('bad_encoding', false, `Expected no encoding for the body, got ${unasked}`)
  }
  const announced = first(fields['content-length'])
  const length = /^\d+$/.test(announced) ? Number(announced) : null
  if (length !== null && length > maxBytes) {
    throw refuseFetch(
      'too_many_bytes',
      false,
      `Expected at most ${maxBytes} bytes, got ${announced} announced`,
    )
  }
  const contentType = printable(first(fields['content-type']))
  return { contentType: contentType === '' ? null : contentType, announced: length }
}

/**
 * The URL that a `Location` names, relative ones included (RFC 9110 section 10.2.2), without fragment. Its bytes are
 * read as UTF-8 (WHATWG Fetch, "location URL"), or are kept where they are none (web-platform-tests,
 * redirect-location-escape). Throws a `FetchProblem` if it names none.
 */
export function redirectUrl(location: string, base: URL): string {
  const bytes = Buffer.from(location, 'latin1')
  const text = isUtf8(bytes) ? bytes.toString('utf8') : percentEncoded(location)
  const url = parseUrl(text, base)
  if (url === null) throw refuseFetch('redirect_error', false, `Expected a URL for Location, got ${text}`)
  url.hash = ''
  return url.href
}

/** The first value of a field, trimmed; '' without one. */
export function first(field: HeadFields[string]): string {
  return (typeof field === 'string' ? field : (field?.[0] ?? '')).trim()
}

function tokens(field: HeadFields[string]): string[] {
  const lines = typeof field === 'string' ? [field] : (field ?? [])
  return lines
    .flatMap((line) => line.split(','))
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '')
}

function percentEncoded(latin1: string): string {
  return latin1.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}
