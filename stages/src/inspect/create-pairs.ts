import type { Duck } from '../parquet/duck.js'
import { pairColumns } from './pair-table.js'

export type LoadedColumn = Exclude<keyof typeof pairColumns, 'row'>

/** The columns that a loader gives, in their order. */
export const loadedColumns = Object.keys(pairColumns).filter((name): name is LoadedColumn => name !== 'row')

/**
 * Makes `pairs` of a query with `loadedColumns`: a view over table `pair_rows` that numbers its rows. Numbering them in the
 * query would take one core for all of it; the table keeps the query's order on many.
 */
export async function createPairs(duck: Duck, select: string): Promise<void> {
  await duck.run(`CREATE TABLE pair_rows AS ${select}`)
  await viewPairs(duck, 'pairs', 'pair_rows')
}

/** Gives `pairs` and `mentions` other names, so that another subject can be loaded. */
export async function setAside(duck: Duck, prefix: string): Promise<void> {
  await duck.run('DROP VIEW pairs')
  await duck.run(`ALTER TABLE pair_rows RENAME TO ${prefix}pair_rows`)
  await duck.run(`ALTER TABLE mentions RENAME TO ${prefix}mentions`)
  await viewPairs(duck, `${prefix}pairs`, `${prefix}pair_rows`)
}

async function viewPairs(duck: Duck, view: string, table: string): Promise<void> {
  await duck.run(`CREATE VIEW ${view} AS SELECT rowid::INTEGER AS "row", * FROM ${table}`)
}
