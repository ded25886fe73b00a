import type { DropReason, FailureCode, Signal } from '@warc2dataset/schemas'
import { literal } from '../../parquet/duck.js'

/** Signals as bits, in the order in which a candidate comes to them. */
export const POINTS: Readonly<Record<Signal, number>> = {
  lists: 1,
  page_directives: 2,
  page_tdm: 4,
  robots_txt: 8,
  picture_directives: 16,
  picture_tdm: 32,
  xmp: 64,
}
/** Who came here entered that phase. */
export const ENTERED_PLAN = POINTS.lists
export const ENTERED_FETCH = POINTS.robots_txt

const upTo = (signal: Signal): number => POINTS[signal] * 2 - 1

/** Drop reasons by which sites, or lists of the run, speak. */
export const SIGNAL_REASONS: readonly DropReason[] = [
  'blocked_domain',
  'blocked_url',
  'page_opted_out',
  'robots_txt',
  'x_robots_tag',
  'tdm_reserved',
  'xmp_data_mining',
]

/** No whole answer came for the picture. What came and was no picture is not among them. */
export const UNANSWERED: readonly FailureCode[] = [
  'http_status',
  'dns_error',
  'connect_error',
  'tls_error',
  'timeout',
  'redirect_error',
  'http_malformed',
  'body_truncated',
  'robots_unreachable',
  'host_down',
  'site_wait',
  'site_budget',
]

/** Ends of a way before the head of a picture's answer was judged: nobody knows what it would have asked. */
const BEFORE_HEAD: readonly (DropReason | FailureCode)[] = [
  ...UNANSWERED.filter((code) => code !== 'body_truncated'),
  'address_refused',
  'not_in_archive',
  'record_unreadable',
]
/** Of a record of an archive, which is measured before it is read. */
const BEFORE_RECORD: readonly (DropReason | FailureCode)[] = ['too_many_bytes', 'body_truncated']

/** Value of a tdm_reserved verdict by the file of the host, which is read before the picture is asked for. */
export const HOST_FILE = '/.well-known/tdmrep.json'

/**
 * SQL: the signal that ended a row's way, NULL if none did.
 * @param ended SQL: the reason or code that ended it.
 * @param filter SQL: the filter that did.
 */
export function signalOf(ended: string, filter: string): string {
  return `CASE ${ended} WHEN 'blocked_domain' THEN 'lists' WHEN 'blocked_url' THEN 'lists'
    WHEN 'page_opted_out' THEN CASE ${filter} WHEN 'opt_out.tdm' THEN 'page_tdm' ELSE 'page_directives' END
    WHEN 'robots_txt' THEN 'robots_txt' WHEN 'x_robots_tag' THEN 'picture_directives'
    WHEN 'tdm_reserved' THEN 'picture_tdm' WHEN 'xmp_data_mining' THEN 'xmp' END`
}

/**
 * SQL: bits of the points that a row came to. A shadow row is one that left at its first filter, as in `pairs`. Of a
 * timeout it is not told whether the head had come, nor of a block_list row whether its XMP was read: they count as not.
 */
export function cameTo(source: 'archive' | 'web'): string {
  const before = source === 'web' ? BEFORE_HEAD : [...BEFORE_HEAD, ...BEFORE_RECORD]
  return `CASE
    WHEN shadow AND reason = 'text_short' THEN 0
    WHEN shadow AND reason = 'plan_where' THEN ${upTo('page_tdm')}
    WHEN exit_phase IN ('extract', 'dedup') THEN 0
    WHEN exit_phase = 'plan' THEN CASE line WHEN 'lists' THEN ${upTo('lists')}
      WHEN 'page_directives' THEN ${upTo('page_directives')} ELSE ${upTo('page_tdm')} END
    WHEN exit_phase <> 'fetch' THEN ${upTo('xmp')}
    WHEN line = 'robots_txt' OR ended IN (${before.map(literal).join(', ')}) THEN ${upTo('robots_txt')}
    WHEN line = 'picture_directives' THEN ${upTo('picture_directives')}
    WHEN line = 'picture_tdm' AND ends_with(said, ${literal(HOST_FILE)}) THEN ${upTo('robots_txt') + POINTS.picture_tdm}
    WHEN line = 'xmp' THEN ${upTo('xmp')}
    ELSE ${upTo('picture_tdm')} END`
}
