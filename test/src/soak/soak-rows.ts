import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { query } from '../bad-input/query.js'
import { sha256Of } from './sha256-of.js'

/** What a run wrote of one URL. */
export interface SoakRow {
  readonly unit: string
  readonly url: string
  /** Drop reason or failure code; null: a picture. */
  readonly reason: string | null
  readonly attempts: number | null
}

/** Every row of fetched/. */
export async function readRows(out: string): Promise<readonly SoakRow[]> {
  const rows = await query(
    `SELECT parse_filename(filename, true) AS unit, url, attempts,
       CASE status WHEN 'success' THEN NULL ELSE split_part(error_message, ':', 1) END AS reason
     FROM read_parquet('${out}/fetched/*.parquet', filename = true)`,
  )
  return rows.map(({ unit, url, attempts, reason }) => ({
    unit: String(unit),
    url: String(url),
    reason: reason === null ? null : String(reason),
    attempts: attempts === null ? null : Number(attempts),
  }))
}

/** Depends on what was killed and on the clock: how often a URL was asked. Of failures, the words for people too. */
const TIMING = { success: ['attempts'], failure: ['attempts', 'error_message'] } as const

/** How fetched/ of two runs differ: rows, what depends on timing left out, and the bytes of each tar. */
export async function compareFetched(undisturbed: string, killed: string): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [kind, left] of Object.entries(TIMING)) {
    const of = (out: string): string =>
      `SELECT * EXCLUDE (${left.join(', ')}), split_part(coalesce(error_message, ''), ':', 1) AS reason
       FROM '${out}/fetched/*.parquet' WHERE (status = 'success') = ${kind === 'success'}`
    for (const [a, b] of [
      [undisturbed, killed],
      [killed, undisturbed],
    ] as const) {
      const rows = await query(`SELECT key, url FROM (${of(a)} EXCEPT ALL ${of(b)}) ORDER BY key LIMIT 10`)
      problems.push(...rows.map(({ key, url }) => `${key} ${url}: the row of a ${kind} is another in ${b}`))
    }
  }
  const names = await tarsOf(undisturbed)
  if (JSON.stringify(names) !== JSON.stringify(await tarsOf(killed))) problems.push('other shards')
  for (const name of names) {
    const [a, b] = await Promise.all([undisturbed, killed].map((out) => sha256Of(join(out, 'fetched', name))))
    if (a !== b) problems.push(`fetched/${name}: other bytes than undisturbed`)
  }
  return problems
}

async function tarsOf(out: string): Promise<readonly string[]> {
  return (await readdir(join(out, 'fetched'))).filter((name) => name.endsWith('.tar')).sort()
}
