import { type Duck, literal } from '../../parquet/duck.js'
import { siteKindSql } from '../site-kind.js'
import { cameTo, HOST_FILE, signalOf, UNANSWERED } from './signal-points.js'

export interface AskedRowsOptions {
  /** SQL: a table of every row of the ledger. */
  readonly ledger: string
  /** SQL: key and retryable (not NULL) of pictures that were not fetched; null: there is none. */
  readonly retryable: string | null
  readonly source: 'archive' | 'web'
}

/** Where `createAskedRows` leaves its table. */
export const ASKED_ROWS = 'asked_rows'

/**
 * Candidates by all that is told of them here, `n` of each: the sites of page and picture, NULL if not known; `line`, the
 * signal or the failure code that ended the way; `status` of http_status; `value`, what was said; `site`, whose it was;
 * `came`, the points it came to; `own`, false of the shadow sample; `open`, whether a retry asks again. One pass; the
 * last verdict of a row that was refused is the one that ended its way.
 */
export async function createAskedRows(duck: Duck, options: AskedRowsOptions): Promise<void> {
  const { ledger, retryable, source } = options
  const open = retryable === null ? 'NULL::BOOLEAN' : 'retry.retryable'
  const retry = retryable === null ? '' : `LEFT JOIN ${retryable} AS retry ON retry."key" = rows."key"`
  const codes = UNANSWERED.map(literal).join(', ')
  await duck.run(`CREATE OR REPLACE TEMP TABLE ${ASKED_ROWS} AS
    WITH ends AS (
      SELECT rows.* EXCLUDE (verdicts), CASE WHEN shadow THEN shadow_fate ELSE reason END AS ended,
        CASE WHEN NOT verdicts[-1].pass THEN verdicts[-1] END AS word, ${open} AS retryable,
        nullif(page_domain, '') AS page_site, nullif(url_domain, '') AS picture_site
      FROM ${ledger} AS rows ${retry}
    ), lines AS (
      SELECT *, word."value" AS said,
        coalesce(${signalOf('ended', `coalesce(word."filter", "filter")`)},
          CASE WHEN exit_phase = 'fetch' AND ended IN (${codes}) THEN ended END) AS line
      FROM ends
    )
    SELECT ${siteKindSql('url', 'page_url', 'url_domain')} AS kind, page_site, picture_site, line,
      CASE line WHEN 'http_status' THEN TRY_CAST(regexp_extract(detail, '^HTTP ([1-5][0-9][0-9])$', 1) AS SMALLINT)
        END AS status,
      ${VALUE} AS "value", ${SITE} AS site, ${cameTo(source)} AS came, NOT shadow AS own,
      CASE WHEN line IN (${codes}) THEN retryable END AS "open", count(*) AS n
    FROM lines GROUP BY ALL`)
}

export async function dropAskedRows(duck: Duck): Promise<void> {
  await duck.run(`DROP TABLE IF EXISTS ${ASKED_ROWS}`)
}

/** SQL: what was said, without the names of hosts: those are sites. */
const VALUE = `CASE
  WHEN line = 'lists' THEN CASE ended WHEN 'blocked_url' THEN 'a picture URL' ELSE coalesce(word."filter", "filter") END
  WHEN line = 'picture_tdm' THEN
    CASE WHEN ends_with(said, ${literal(HOST_FILE)}) THEN 'tdmrep.json of the host' ELSE said END
  WHEN line = 'page_tdm' THEN 'tdm-reservation: ' || said
  WHEN line IN ('page_directives', 'picture_directives', 'xmp') THEN said END`

/** SQL: whose word it is. Of a list: the site of page or picture that the listed domain covers, or lies under. */
const SITE = `CASE
  WHEN line IN ('page_directives', 'page_tdm') THEN page_site
  WHEN ended = 'blocked_domain' AND page_site IS NOT NULL AND NOT coalesce(
    ends_with('.' || picture_site, '.' || said) OR ends_with('.' || said, '.' || picture_site), false) THEN page_site
  ELSE picture_site END`
