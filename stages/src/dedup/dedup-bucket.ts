import { type Counts, candidateColumns, OPT_OUT_DIRECTIVES, uniqueColumns } from '@warc2dataset/schemas'
import { countReasons, exitExpressions, LEDGER_ORDER, ledgerList } from '../ledger/ledger-sql.js'
import { type Duck, identifier, literal, names, scan } from '../parquet/duck.js'

export interface DedupOptions {
  readonly candidates: readonly string[]
  /** First and last url_hash of the bucket. */
  readonly range: readonly [bigint, bigint]
  /** Text kinds, best first. */
  readonly kinds: readonly string[]
  readonly maxTexts: number
}

/** What a text is measured by. */
const MEASURED = ['language', 'probability', 'script', 'class', 'skeleton'] as const

export const DEDUP_BUCKET = { name: 'dedup-bucket', version: 3 } as const

/** Directives of all pages of one URL that are told, those that a recipe may obey before any other. */
const MOST_DIRECTIVES = 50
/**
 * Leaves one candidate per URL of a hash bucket: the first in archive order, which takes up to `maxTexts` distinct
 * texts of all. A shadow candidate survives only where every candidate of the URL failed a filter, and its texts
 * count only there: the sample must not change what is kept. What the pages say of their use counts whoever survives.
 */
export async function dedupBucket(
  duck: Duck,
  options: DedupOptions,
  out: { readonly unique: string; readonly ledger: string },
): Promise<Counts> {
  const [first, last] = options.range
  await duck.run(`CREATE TEMP TABLE bucket AS
    SELECT *, (shadow_reason IS NULL) = bool_or(shadow_reason IS NULL) OVER (PARTITION BY url) AS counted
    FROM ${scan(options.candidates, candidateColumns)} WHERE url_hash BETWEEN ${first} AND ${last}`)
  await duck.run(`CREATE TEMP TABLE ranked AS
    SELECT *, row_number() OVER w AS rank, first_value(candidate_id) OVER w AS survivor_id,
      (count(*) FILTER (counted) OVER (PARTITION BY url))::INTEGER AS occurrences
    FROM bucket WINDOW w AS (PARTITION BY url ORDER BY NOT counted, warc_filename, warc_record_offset,
      warc_inner_offset, image_index)`)
  await duck.run(`CREATE TEMP TABLE merged AS ${mergedTexts(options)}`)
  await duck.run(`CREATE TEMP TABLE signals AS ${PAGE_SIGNALS}`)
  await duck.copy(
    `SELECT ${names(uniqueColumns)} FROM (
      SELECT ranked.* EXCLUDE (texts), best AS texts, best[1]."text" AS "text", best[1].kind AS text_kind,
        length(best[1]."text")::INTEGER AS text_length, best[1]."language" AS "language",
        best[1].probability AS language_probability, best[1].script AS script, best[1]."class" AS text_class,
        best[1].skeleton AS skeleton, distinct_texts, page_directives, page_tdm_reservation
      FROM ranked JOIN merged USING (url) LEFT JOIN signals USING (url) WHERE rank = 1)`,
    'url_hash, url',
    out.unique,
  )
  await duck.run(`CREATE TEMP TABLE left_rows AS
    SELECT ${ledgerList(candidateColumns, {
      ...exitExpressions('dedup', `'dup_url'`, `'dedup'`),
      survivor_id: 'survivor_id',
      verdicts: `list_append(verdicts, {'filter': 'dedup', score: NULL::DOUBLE, 'value': survivor_id::VARCHAR, pass: false})`,
      text: 'texts[1]."text"',
      text_kind: 'texts[1].kind',
      language: 'texts[1]."language"',
      script: 'texts[1].script',
      text_class: 'texts[1]."class"',
    })} FROM ranked WHERE rank > 1`)
  await duck.copy('SELECT * FROM left_rows', LEDGER_ORDER, out.ledger)
  const [totals] = await duck.rows<{ in: number; kept: number; shadow: number }>(`
    SELECT count(*)::DOUBLE AS "in", (count(*) FILTER (rank = 1))::DOUBLE AS kept,
      (count(*) FILTER (rank = 1 AND shadow_reason IS NOT NULL))::DOUBLE AS shadow FROM ranked`)
  return { in: 0, kept: 0, shadow: 0, ...totals, dropped: await countReasons(duck, 'left_rows'), failed: {} }
}

/** Distinct texts of each URL, of the kinds that may become TEXT: by kind, then by occurrences, then by id. */
function mergedTexts({ kinds, maxTexts }: DedupOptions): string {
  const list = `[${kinds.map(literal).join(', ')}]`
  const order = `list_position(${list}, kind), n DESC, text_id`
  const fields = ['kind', 'text', 'text_id', 'n', ...MEASURED].map(
    (name) => `${identifier(name)}: ${identifier(name)}`,
  )
  // Equal texts of one URL are measured alike.
  const measured = MEASURED.map((name) => `any_value(t.${identifier(name)}) AS ${identifier(name)}`)
  return `
    SELECT url, list({${fields.join(', ')}} ORDER BY ${order})[1:${maxTexts}] AS best,
      count(*)::INTEGER AS distinct_texts
    FROM (
      SELECT url, t.text_id AS text_id, any_value(t."text") AS "text",
        arg_min(t.kind, list_position(${list}, t.kind)) AS kind, sum(t.n)::INTEGER AS n, ${measured.join(', ')}
      FROM (SELECT url, unnest(texts) AS t FROM ranked WHERE counted) WHERE list_contains(${list}, t.kind)
      GROUP BY url, t.text_id)
    GROUP BY url`
}

/**
 * What the pages of each URL say, of every row: an opt-out is not lost by which of them survives. Beyond the limit the
 * directives that opt out are the last to go, since a page could write others into its place.
 */
const PAGE_SIGNALS = `
  SELECT url, array_to_string(list_sort(first_ones), ', ') AS page_directives, page_tdm_reservation
  FROM (SELECT url, max(tdm_reservation)::INTEGER AS page_tdm_reservation FROM bucket GROUP BY url)
  LEFT JOIN (
    SELECT url, list(directive ORDER BY directive NOT IN (${OPT_OUT_DIRECTIVES.map(literal).join(', ')}), directive)
      [1:${MOST_DIRECTIVES}] AS first_ones
    FROM (SELECT DISTINCT url, unnest(string_split(said, ', ')) AS directive
      FROM (SELECT DISTINCT url, unnest([robots, x_robots_tag]) AS said FROM bucket) WHERE said IS NOT NULL)
    WHERE directive <> '' GROUP BY url) USING (url)`
