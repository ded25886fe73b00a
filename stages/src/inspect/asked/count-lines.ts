import type { AskedSignal, Unanswered } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import { ASKED_ROWS } from './asked-rows.js'

export interface LineCount {
  /** A signal or a failure code. */
  readonly line: string
  readonly status: number | null
  readonly left: number
  readonly shadow: number
  readonly sites: number
  /** Null: of none is it told. */
  readonly open: number | null
}
type Top = Unanswered['top']
type Values = AskedSignal['values']

const MOST_SITES = 3
const MOST_VALUES = 12

/** What each line left out: candidates (`left`), and rows of the shadow sample beside them. Largest first. */
export async function countLines(duck: Duck): Promise<readonly LineCount[]> {
  return duck.rows<LineCount>(`
    SELECT line, status::DOUBLE AS status, coalesce(sum(n) FILTER (own), 0)::DOUBLE AS "left",
      coalesce(sum(n) FILTER (NOT own), 0)::DOUBLE AS shadow,
      count(DISTINCT site) FILTER (own)::DOUBLE AS sites,
      CASE WHEN count("open") FILTER (own) > 0 THEN coalesce(sum(n) FILTER (own AND "open"), 0) END::DOUBLE AS "open"
    FROM ${ASKED_ROWS} WHERE line IS NOT NULL GROUP BY line, status
    ORDER BY "left" DESC, line, status NULLS LAST`)
}

/** The largest sites behind each line, by `keyOfLine`. */
export async function topSites(duck: Duck): Promise<ReadonlyMap<string, Top>> {
  const rows = await duck.rows<LineKey & { site: string; left: number }>(`
    SELECT line, status::DOUBLE AS status, site, sum(n)::DOUBLE AS "left" FROM ${ASKED_ROWS}
    WHERE own AND line IS NOT NULL AND site IS NOT NULL GROUP BY line, status, site
    QUALIFY row_number() OVER (PARTITION BY line, status ORDER BY "left" DESC, site) <= ${MOST_SITES}
    ORDER BY "left" DESC, site`)
  const sites = new Map<string, Top>()
  for (const { site, left, ...line } of rows) {
    const key = keyOfLine(line)
    sites.set(key, [...(sites.get(key) ?? []), { site, left }])
  }
  return sites
}

/** What each signal said, most frequent first; rare values, and what is not told, are joined under null at the end. */
export async function countValues(duck: Duck): Promise<ReadonlyMap<string, Values>> {
  const rows = await duck.rows<{ line: string } & Values[number]>(`
    WITH ranked AS (
      SELECT line, "value", row_number() OVER (PARTITION BY line ORDER BY sum(n) DESC, "value") AS place
      FROM ${ASKED_ROWS} WHERE own AND "value" IS NOT NULL GROUP BY line, "value"
      QUALIFY place <= ${MOST_VALUES}
    )
    SELECT a.line, r."value", sum(n)::DOUBLE AS "left", count(DISTINCT site)::DOUBLE AS sites
    FROM ${ASKED_ROWS} a LEFT JOIN ranked r ON r.line = a.line AND r."value" = a."value"
    WHERE own AND a.line IS NOT NULL GROUP BY a.line, r."value"
    ORDER BY a.line, r."value" IS NULL, "left" DESC, r."value"`)
  const byLine = new Map<string, Values>()
  for (const { line, ...value } of rows) byLine.set(line, [...(byLine.get(line) ?? []), value])
  // Of a line that tells nothing there is nothing to list.
  return new Map([...byLine].filter(([, values]) => values.some(({ value }) => value !== null)))
}

type LineKey = Pick<LineCount, 'line' | 'status'>

export function keyOfLine({ line, status }: LineKey): string {
  return status === null ? line : `${line} ${status}`
}
