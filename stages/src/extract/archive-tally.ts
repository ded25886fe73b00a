import type { ArchiveRecord, Gap } from '../warc/archive-record.js'
import type { HttpResponse, MalformedResponse } from '../warc/http-response.js'

/** The account of records: everything of an archive that is not a candidate, by kind. */
export interface ArchiveTally {
  /** Records by WARC-Type. */
  readonly records: Record<string, number>
  /** Gaps by reason. */
  readonly gaps: Record<string, number>
  /** Responses by what became of them: html, other, malformed, not_http (DNS answers). */
  readonly responses: Record<string, number>
  /** HTML pages, of any HTTP status (`not_200` says how many others), by what went wrong: cut, unsupported_charset, over_budget (skipped), over_images (rest left out). A page may count in several. */
  readonly pages: Record<string, number>
  /** `<img>` by kind: candidate, missing, empty, blank (the alt), no_src. They add up to `total`. */
  readonly images: Record<string, number>
}

export function newTally(): ArchiveTally {
  return {
    records: {},
    gaps: {},
    responses: {},
    pages: { html: 0 },
    images: { total: 0, candidate: 0, missing: 0, empty: 0, blank: 0, no_src: 0 },
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
