import type { ArchiveRecord, Gap } from '../warc/archive-record.js'
import type { HttpResponse, MalformedResponse } from '../warc/http-response.js'

/** The account of records: everything of an archive that is not a candidate, by kind. */
export interface ArchiveTally {
  /** Records by WARC-Type. */
  readonly records: Record<string, number>
  /** Gaps by reason. */
  readonly gaps: Record<string, number>
  /** Responses by what became of them: html, other, malformed (WAT records too), not_http (DNS
   * answers). */
  readonly responses: Record<string, number>
  /**
   * `html`: all HTML pages, of any HTTP status (`not_200` says how many others), and those of WAT records; beside it,
   * what went wrong: cut, unsupported_charset, html_budget. A page may count in several.
   */
  readonly pages: Record<string, number>
  /**
   * `<img>` by what became of them: candidate; without a usable text: missing, empty, blank (their alt), other_text (an
   * alt to read, but extract.text.kinds wants others); no_src; noscript_twin (the copy of another); html_budget (not
   * looked at). They add up to `total`.
   */
  readonly images: Record<string, number>
  /** Pictures, twins joined, by their alt: text, missing, empty, blank. */
  readonly alts: Record<string, number>
  /** Pictures with a usable text of each kind that was looked for. */
  readonly texts: Record<string, number>
  /** Those of them whose alt is not usable. */
  readonly gained: Record<string, number>
  /** Candidates by what gave their URL. */
  readonly url_sources: Record<string, number>
  /** URLs of the same references that were not chosen. */
  url_others: number
}

/** Kinds of pictures that became no candidate. */
export type NoCandidate =
  | 'missing'
  | 'empty'
  | 'blank'
  | 'other_text'
  | 'no_src'
  | 'noscript_twin'
  | 'html_budget'

export function newTally(): ArchiveTally {
  return {
    records: {},
    gaps: {},
    responses: {},
    pages: { html: 0 },
    images: {
      total: 0,
      candidate: 0,
      missing: 0,
      empty: 0,
      blank: 0,
      other_text: 0,
      no_src: 0,
      noscript_twin: 0,
      html_budget: 0,
    },
    alts: { text: 0, missing: 0, empty: 0, blank: 0 },
    texts: {},
    gained: {},
    url_sources: {},
    url_others: 0,
  }
}

export function count(counters: Record<string, number>, name: string, n = 1): void {
  counters[name] = (counters[name] ?? 0) + n
}

export function countGap(tally: ArchiveTally, gap: Gap): void {
  count(tally.gaps, gap.reason)
}

const KNOWN_TYPES = new Set([
  'warcinfo',
  'response',
  'resource',
  'request',
  'metadata',
  'revisit',
  'conversion',
  'continuation',
])

export function countRecord(
  tally: ArchiveTally,
  record: ArchiveRecord,
  response: HttpResponse | MalformedResponse | null,
): void {
  count(tally.records, KNOWN_TYPES.has(record.type) ? record.type : 'unknown')
  if (record.type !== 'response') return
  if (response === null) count(tally.responses, 'not_http')
  else if ('error' in response) count(tally.responses, 'malformed')
}

/** Sum of the kinds of images other than `total`: the account of records balances if it equals `total`. */
export function imagesByKind({ images }: ArchiveTally): number {
  return Object.entries(images).reduce((sum, [kind, n]) => (kind === 'total' ? sum : sum + n), 0)
}
