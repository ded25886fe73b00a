import { type Columns, DUCKDB_TYPES, type LedgerRow, ledgerColumns } from '@warc2dataset/schemas'
import { type Duck, identifier, literal } from '../parquet/duck.js'

type Expressions = Partial<Record<keyof LedgerRow, string>>

/**
 * Select list of the ledger's columns over a table with `columns`: expressions first, then columns of the same
 * name, then null.
 */
export function ledgerList(columns: Columns, expressions: Expressions): string {
  const list = Object.entries(ledgerColumns).map(([name, column]) => {
    const own = expressions[name as keyof LedgerRow] ?? (name in columns ? identifier(name) : 'NULL')
    return `CAST(${own} AS ${DUCKDB_TYPES[column.type]}) AS ${identifier(name)}`
  })
  return list.join(', ')
}

/**
 * The expressions of an exit for `reason` by `filter` (both SQL): what `exitRow` of the runner says in
 * TypeScript. A shadow candidate leaves for the first reason that would have dropped it.
 */
export function exitExpressions(phase: string, reason: string, filter: string): Expressions {
  return {
    exit_phase: literal(phase),
    outcome: `'dropped'`,
    reason: `coalesce(shadow_reason, ${reason})`,
    filter: `coalesce(shadow_filter, ${filter})`,
    shadow: 'shadow_reason IS NOT NULL',
    shadow_fate: `CASE WHEN shadow_reason IS NULL THEN NULL ELSE ${reason} END`,
    pi: '1',
  }
}

/** Total order of ledger files. */
export const LEDGER_ORDER = 'candidate_id'

/** Counts of exits by reason, from a table with ledger columns. */
export async function countReasons(duck: Duck, table: string): Promise<Record<string, number>> {
  const rows = await duck.rows<{ reason: string; n: number }>(
    `SELECT reason, count(*)::DOUBLE AS n FROM ${identifier(table)} WHERE outcome = 'dropped' GROUP BY reason ORDER BY reason`,
  )
  return Object.fromEntries(rows.map((row) => [row.reason, row.n]))
}
