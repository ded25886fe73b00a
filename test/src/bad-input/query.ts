import { DuckDBInstance } from '@duckdb/node-api'

/** A row as JSON: 64-bit integers are text. */
export type JsonRow = Readonly<Record<string, unknown>>

/** Asks a DuckDB of our own, not the engine's. */
export async function query(sql: string): Promise<readonly JsonRow[]> {
  const connection = await (await DuckDBInstance.create()).connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.disconnectSync()
  }
}

/** SQL: the ledger of a run, its current selection's rows included. */
export function ledgerOf(out: string, selection = '*'): string {
  return `read_parquet(['${out}/ledger/*/*.parquet', '${out}/selections/${selection}/ledger.parquet'])`
}
