import type { LedgerRun } from './ledger-run.js'

interface Fate {
  readonly phase: string
  readonly outcome: 'kept' | 'dropped' | 'failed'
  readonly reason: string | null
  readonly filter?: string
  readonly value?: string
  readonly detail?: string
  readonly retryable?: boolean
}

const dropped = (phase: string, reason: string, filter: string, value?: string): Fate =>
  value === undefined
    ? { phase, outcome: 'dropped', reason, filter }
    : { phase, outcome: 'dropped', reason, filter, value }
const failed = (reason: string, retryable: boolean, detail?: string): Fate =>
  detail === undefined
    ? { phase: 'fetch', outcome: 'failed', reason, retryable }
    : { phase: 'fetch', outcome: 'failed', reason, retryable, detail }

/** A way for a candidate to end, as the phases of a run write it; each as often as it stands here, about. */
const FATES: readonly Fate[] = [
  dropped('extract', 'text_short', 'text_length >= 3'),
  dropped('dedup', 'dup_url', 'dedup'),
  dropped('plan', 'blocked_domain', 'plan.block_domains', 'blocked.example'),
  dropped('plan', 'blocked_domain', 'plan.block_lists', 'listed.example'),
  dropped('plan', 'blocked_url', 'plan.block_lists', 'ab'.repeat(32)),
  dropped('plan', 'page_opted_out', 'opt_out.directives', 'noai'),
  dropped('plan', 'page_opted_out', 'opt_out.directives', 'noai'),
  dropped('plan', 'page_opted_out', 'opt_out.directives', 'noindex'),
  dropped('plan', 'page_opted_out', 'opt_out.tdm', '1'),
  dropped('plan', 'plan_where', 'text_length >= 4'),
  dropped('fetch', 'robots_txt', 'opt_out.robots_txt', 'Disallow: /no/ in http://a.example/robots.txt'),
  dropped('fetch', 'robots_txt', 'opt_out.robots_txt', 'Disallow: / in http://b.example/robots.txt'),
  dropped('fetch', 'x_robots_tag', 'opt_out.directives', 'noimageai'),
  dropped('fetch', 'x_robots_tag', 'opt_out.directives', 'noindex'),
  dropped('fetch', 'tdm_reserved', 'opt_out.tdm', 'tdm-reservation: 1'),
  dropped('fetch', 'tdm_reserved', 'opt_out.tdm', 'https://a.example/.well-known/tdmrep.json'),
  dropped('fetch', 'tdm_reserved', 'opt_out.tdm', 'https://b.example/.well-known/tdmrep.json'),
  dropped('fetch', 'xmp_data_mining', 'opt_out.xmp', 'DMI-PROHIBITED-AIMLTRAINING'),
  dropped('fetch', 'address_refused', 'fetch.address_refused', 'loopback'),
  dropped('fetch', 'too_many_bytes', 'fetch.too_many_bytes', '9'),
  failed('http_status', false, 'HTTP 404'),
  failed('http_status', false, 'HTTP 404'),
  failed('http_status', false, 'HTTP 410'),
  failed('http_status', true, 'HTTP 503'),
  failed('http_status', false, 'of another version'),
  failed('dns_error', true, 'ENOTFOUND'),
  failed('timeout', true),
  failed('body_truncated', true),
  failed('robots_unreachable', true, 'no answer, 429 or 5xx for http://a.example/robots.txt'),
  failed('host_down', true),
  failed('site_wait', true),
  failed('site_budget', true),
  failed('not_an_image', false),
  failed('decode_error', false),
  { phase: 'select', outcome: 'kept', reason: null },
  { phase: 'select', outcome: 'kept', reason: null },
]

const text = (value: string | undefined | null): string =>
  value === undefined || value === null ? 'NULL::VARCHAR' : `'${value}'`

/** SQL: a number 0..2^32-1 that looks random and is the same each time. */
const draw = (salt: number): string => `(hash(i * 1000003 + ${salt}) % 4294967296)::BIGINT`
const verdict = (filter: string, value: string, pass: boolean): string =>
  `{'filter': ${filter}, 'score': NULL::DOUBLE, 'value': ${value}, pass: ${pass}}`

/**
 * Rows of a run from the web that end in every way in which sites ask not to be used, or do not answer; of those that end
 * in plan and after it some are of the shadow sample, and a filter before had cut them.
 */
export function askedLedger(rows: number): LedgerRun {
  const fates = FATES.map(
    ({ phase, outcome, reason, filter, value, detail, retryable }, at) =>
      `(${at}, ${text(phase)}, ${text(outcome)}, ${text(reason)}, ${text(filter)}, ${text(value)}, ${text(detail)}, ${retryable ?? 'NULL::BOOLEAN'})`,
  )
  const source = `(SELECT *,
      CASE WHEN ${draw(3)} % 6 > 0 OR phase IN ('extract', 'dedup') OR reason = 'plan_where' THEN NULL
        WHEN phase = 'plan' THEN 'text_length >= 3' ELSE 'text_length >= 4' END AS past
    FROM (SELECT i, 1 + floor(40 * pow(${draw(1)} / 4294967296.0, 3))::INTEGER AS page_number,
        1 + floor(30 * pow(${draw(2)} / 4294967296.0, 3))::INTEGER AS picture_number,
        ${draw(0)} % ${FATES.length} AS fate FROM range(${rows}) t(i))
    JOIN (VALUES ${fates.join(', ')}) AS f(number, phase, outcome, reason, word, said, about, again) ON number = fate)`
  const past = verdict('past', 'NULL', false)
  const word = verdict('word', 'said', false)
  return {
    source,
    columns: {
      candidate_id: 'i',
      exit_phase: 'phase',
      outcome: `CASE WHEN past IS NULL THEN outcome ELSE 'dropped' END`,
      reason: `CASE past WHEN 'text_length >= 3' THEN 'text_short' WHEN 'text_length >= 4' THEN 'plan_where' ELSE reason END`,
      filter: 'coalesce(past, word)',
      detail: 'CASE WHEN past IS NULL THEN about END',
      shadow: 'past IS NOT NULL',
      shadow_fate: `CASE WHEN past IS NOT NULL THEN coalesce(reason, 'kept') END`,
      verdicts: `list_filter([CASE WHEN past IS NOT NULL THEN ${past} END, CASE WHEN word IS NOT NULL THEN ${word} END],
        lambda v: v IS NOT NULL)`,
      key: `CASE WHEN phase IN ('fetch', 'select') THEN lpad(i::VARCHAR, 9, '0') END`,
      url: `'https://img.' || picture_number || '.example/' || i || '.jpg'`,
      // Of a few the site is not known.
      url_domain: `CASE WHEN i % 50 = 0 THEN '' WHEN said = 'blocked.example' AND i % 2 = 0 THEN said ELSE picture_number || '.example' END`,
      page_url: `'https://www.' || page_number || CASE i % 3 WHEN 0 THEN '.example/product/' ELSE '.example/' END || i`,
      page_domain: `CASE WHEN i % 70 = 0 THEN NULL ELSE CASE WHEN said IN ('blocked.example', 'listed.example') THEN said
        ELSE page_number || '.example' END END`,
      text: `'a text'`,
    },
    retryable: 'again',
    recipe: {
      source: { files: ['synthetic.warc.gz'] },
      fetch: { source: 'web', user_agent: 'test (+https://test.example/)' },
      opt_out: { tdm: true },
      plan: { where: 'text_length >= 4', block_domains: ['blocked.example'] },
      extract: { text: { min_length: 3 } },
      shadow: 0.2,
    },
  }
}
