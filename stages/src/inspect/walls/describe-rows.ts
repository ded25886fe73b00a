import type { Exhibit } from '@warc2dataset/schemas'
import { copyString } from '../../html/copy-string.js'
import type { Duck } from '../../parquet/duck.js'
import type { StepOfWay } from '../pair-table.js'
import { cutText, LOOK_AHEAD, redactText, SHOWN_TEXT } from './redact-text.js'

/** A row for a report, still without its picture; `key` names that, where one was stored. */
export interface DrawnRow extends Omit<Exhibit, 'picture'> {
  /** Of table `pairs`. */
  readonly row: number
  readonly id: bigint
  readonly key: string | null
}

/** What gives a row's numbers a meaning. */
export interface RowContext {
  readonly steps: readonly StepOfWay[]
  /** Of the score; null: none. */
  readonly cut: number | null
}

/** Code points of a URL that a report shows. */
const SHOWN_URL = 2048
const SHOWN_NAME = 253
const LANGUAGE = /^[a-z]{2,3}$/

interface Found {
  readonly row: number
  readonly id: bigint
  readonly key: string | null
  readonly url: string
  readonly domain: string | null
  readonly text: string
  readonly language: string | null
  readonly kept: boolean
  readonly step: number
  readonly reason: string | null
  readonly score: number | null
  readonly width: number | null
  readonly height: number | null
}

/**
 * Rows by their number, texts redacted and cut. Only what is shown leaves the database, so a text of any length costs no
 * memory here.
 *
 * @param table `pairs`, or one with its columns.
 */
export async function describeRows(
  duck: Duck,
  table: string,
  rows: Iterable<number>,
  { steps, cut }: RowContext,
): Promise<ReadonlyMap<number, DrawnRow>> {
  const numbers = [...new Set(rows)].sort((a, b) => a - b)
  if (numbers.length === 0) return new Map()
  const found = await duck.rows<Found>(
    `SELECT row, id, left("key", ${SHOWN_NAME}) AS "key", left(coalesce(url, ''), ${SHOWN_URL + 1}) AS url,
       left(domain, ${SHOWN_NAME}) AS domain, left("text", ${SHOWN_TEXT + LOOK_AHEAD}) AS "text",
       left("language", 8) AS "language", kept, left_step::INTEGER AS step, left(reason, ${SHOWN_NAME}) AS reason,
       CASE WHEN isfinite(score) THEN score END AS score, width, height
     FROM ${table} WHERE row IN (${numbers.join(', ')})`,
  )
  return new Map(found.map((one) => [one.row, describe(one, { steps, cut })]))
}

function describe({ step, ...found }: Found, { steps, cut }: RowContext): DrawnRow {
  const { language, score } = found
  return {
    row: found.row,
    id: found.id,
    key: copied(found.key),
    url: cutText(found.url, SHOWN_URL),
    domain: copied(found.domain),
    text: redactText(found.text),
    language: language !== null && LANGUAGE.test(language) ? language : null,
    kept: found.kept,
    reason: copied(found.reason),
    filter: steps[step]?.filter ?? null,
    score,
    distance: score === null || cut === null ? null : score - cut,
    width: found.width,
    height: found.height,
  }
}

function copied(text: string | null): string | null {
  return text === null ? null : copyString(text)
}
