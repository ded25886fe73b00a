import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Columns, RowOf } from '@warc2dataset/schemas'
import { type Duck, literal, openDuck } from './duck.js'
import { openRowWriter } from './row-writer.js'

/** For tests: a DuckDB in a fresh folder, with files of rows written and read by it. */
export async function withTables<T>(
  use: (tables: {
    readonly duck: Duck
    readonly path: (name: string) => string
    readonly write: <C extends Columns>(
      name: string,
      columns: C,
      rows: readonly RowOf<C>[],
    ) => Promise<string>
    readonly read: <R>(path: string) => Promise<R[]>
  }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'w2d-tables-'))
  const duck = await openDuck({ scratch: folder, memoryBytes: 2 ** 28, threads: 2 })
  const path = (name: string): string => join(folder, name)
  try {
    return await use({
      duck,
      path,
      write: async (name, columns, rows) => {
        const writer = await openRowWriter(duck, 'written', columns)
        writer.write(rows)
        await writer.finish(path(name), '1')
        return path(name)
      },
      read: (from) => duck.rows(`FROM read_parquet(${literal(from)})`),
    })
  } finally {
    duck.close()
  }
}

/** For tests: a row with every column filled, null where it may be. */
export function fillRow<C extends Columns>(columns: C, values: Partial<RowOf<C>>): RowOf<C> {
  const zero = {
    int32: 0,
    int64: 0n,
    float: 0,
    double: 0,
    bool: false,
    string: '',
    texts: [],
    scored_texts: [],
    verdicts: [],
  }
  const filled = Object.entries(columns).map(([name, { type, nullable }]) => [
    name,
    nullable ? null : zero[type],
  ])
  return { ...Object.fromEntries(filled), ...values } as RowOf<C>
}
