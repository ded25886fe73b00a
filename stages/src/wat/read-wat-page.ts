import type { FoundPage } from '../html/image-finder.js'
import { parseBoundedJson } from './parse-bounded-json.js'
import { type Json, list, member, path, text, whole } from './wat-fields.js'
import { foundPage } from './wat-html.js'

/** What a WAT record tells of an HTML page. */
export interface WatPage {
  readonly targetUri: string
  /** WARC-Date of the page's record, milliseconds since 1970; null if absent or not a W3C date. */
  readonly date: number | null
  /** HTTP status, 100 to 999; null if it says none. */
  readonly status: number | null
  /** HTTP header: lower-case names, each field line by itself, in order; at least one for each name. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly page: FoundPage
  /** File name of the archive that holds the page, as WAT writes it; null if it says none. */
  readonly containerFilename: string | null
  /** File offset in bytes of the page's record in that archive, and bytes of its gzip member; null if it says none. */
  readonly containerOffset: number | null
  readonly containerLength: number | null
}

/** Why a WAT record tells of no page. */
export interface NoWatPage {
  /**
   * `other_record`: it tells of a request, a warcinfo record, or a response that is not HTML. `malformed`: not JSON, cut
   * off, no target URI, or JSON of a size or shape that no page makes.
   */
  readonly reason: 'other_record' | 'malformed'
  /** For people. */
  readonly detail: string
}

/** Larger records are malformed. Common Crawl cuts pages at 5 MiB, and of those WAT keeps links and metas. */
export const MAX_WAT_BYTES = 16 * 2 ** 20

/** WAT nests nine levels. A page of 5 MiB has no million links. */
const LIMITS = { depth: 64, parts: 4_000_000 } as const
const MAX_FIELDS = 10_000
const W3C_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

/**
 * Reads the block of a `metadata` record of a WAT file (`isWat`), as ia-web-commons writes it. `maxImages`: an integer
 * >= 0. Never throws, whatever the bytes.
 */
export function readWat(json: Buffer, { maxImages }: { readonly maxImages: number }): WatPage | NoWatPage {
  if (json.length > MAX_WAT_BYTES)
    return malformed(`Expected at most ${MAX_WAT_BYTES} bytes, got ${json.length}`)
  const parsed = parseBoundedJson(json, LIMITS)
  if ('error' in parsed)
    return malformed(`Expected the JSON of a WAT record, got one that is ${parsed.error}`)
  const envelope = member(parsed.value, 'Envelope')
  const container = member(parsed.value, 'Container')
  const warc = member(envelope, 'WARC-Header-Metadata')
  const http = path(envelope, 'Payload-Metadata', 'HTTP-Response-Metadata')
  const html = member(http, 'HTML-Metadata')
  if (typeof html !== 'object' || html === null) {
    return {
      reason: 'other_record',
      detail: `no HTML page, WARC-Type ${JSON.stringify(text(member(warc, 'WARC-Type'), 40))}`,
    }
  }
  const targetUri = text(member(warc, 'WARC-Target-URI'))
  if (targetUri === null) return malformed('Expected a WARC-Target-URI, got none')
  return {
    targetUri,
    date: dateOf(member(warc, 'WARC-Date')),
    status: statusOf(path(http, 'Response-Message', 'Status')),
    fields: fieldsOf(member(http, 'Headers')),
    page: foundPage(html, maxImages),
    containerFilename: text(member(container, 'Filename')),
    containerOffset: whole(member(container, 'Offset')),
    containerLength: whole(path(container, 'Gzip-Metadata', 'Deflate-Length')),
  }
}

/** The same where it does not matter why there is no page. */
export function readWatPage(json: Buffer, options: { readonly maxImages: number }): WatPage | null {
  const read = readWat(json, options)
  return 'reason' in read ? null : read
}

function malformed(detail: string): NoWatPage {
  return { reason: 'malformed', detail }
}

function dateOf(value: Json): number | null {
  const time = typeof value === 'string' && W3C_DATE.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}

function statusOf(value: Json): number | null {
  const status = whole(value)
  return status !== null && status >= 100 && status <= 999 ? status : null
}

/** A repeated field is a list of its values. */
function fieldsOf(headers: Json): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return fields
  for (const [name, value] of Object.entries(headers).slice(0, MAX_FIELDS)) {
    const values = (Array.isArray(value) ? list(value) : [value]).map((one) => text(one))
    const texts = values.filter((one) => one !== null)
    if (texts.length === 0) continue
    const key = name.trim().toLowerCase()
    const known = fields.get(key)
    if (known === undefined) fields.set(key, texts)
    else for (const one of texts) known.push(one)
  }
  return fields
}
