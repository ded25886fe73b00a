import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { query } from '../bad-input/query.js'
import type { FetchedBefore } from './fetched-before.js'

/** What stands for these pictures in a run, sorted: from its key, by the recipe of the documentation. */
export async function aliasesOf(out: string, pictures: readonly FetchedBefore[]): Promise<readonly string[]> {
  const key = await readFile(join(out, 'block.key'))
  return pictures
    .map(({ id }) => createHmac('sha256', key).update(String(id)).digest().readBigInt64BE(0).toString())
    .sort()
}

/** candidate_id of the rows that say block_list, sorted; `from` is SQL behind FROM. */
export async function blockedIds(from: string): Promise<readonly string[]> {
  const rows = await query(`SELECT candidate_id::VARCHAR AS id FROM ${from}`)
  return rows.map(({ id }) => String(id)).sort()
}

/** SQL: the rows of blocked candidates in fetched/ and in the ledger. */
export function blockedRowsOf(out: string): Readonly<Record<'fetched' | 'ledger', string>> {
  return {
    fetched: `'${out}/fetched/*.parquet' WHERE error_message = 'block_list'`,
    ledger: `read_parquet(['${out}/ledger/*/*.parquet', '${out}/selections/*/ledger.parquet']) WHERE reason = 'block_list'`,
  }
}

/** Columns in which some of these rows say something, but for those that every row of its kind says. */
export async function tellingColumns(from: string): Promise<readonly string[]> {
  const rows = await query(`SELECT * FROM ${from}`)
  const telling = rows.flatMap((row) =>
    Object.entries(row)
      .filter(([, value]) => !isBlank(value))
      .map(([name]) => name),
  )
  return [...new Set(telling)].sort()
}

function isBlank(value: unknown): boolean {
  return (
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) ? value.length === 0 : /^0$/.test(String(value)))
  )
}
