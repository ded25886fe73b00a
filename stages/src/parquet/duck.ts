import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Columns, DUCKDB_TYPES } from '@warc2dataset/schemas'

export interface DuckOptions {
  /** Folder for spilled data; inside the unit's scratch, so that a crash leaves nothing elsewhere. */
  readonly scratch: string
  /** DuckDB's memory_limit, bytes. */
  readonly memoryBytes: number
  readonly threads: number
  /** Where tables lie, compressed; in memory unless given. */
  readonly file?: string
}

/** A private DuckDB that spills into scratch. */
export interface Duck {
  readonly connection: DuckDBConnection
  readonly run: (sql: string) => Promise<void>
  readonly rows: <T>(sql: string) => Promise<T[]>
  /**
   * Writes a query to Parquet as every reader can read it: V1 pages, Snappy, statistics. `orderBy` must be a
   * total order: DuckDB repeats its bytes only then.
   */
  readonly copy: (select: string, orderBy: string, path: string, rowGroup?: number) => Promise<void>
  readonly close: () => void
}

export async function openDuck(options: DuckOptions): Promise<Duck> {
  const instance = await DuckDBInstance.create(options.file ?? ':memory:', {
    temp_directory: join(options.scratch, 'duckdb'),
    memory_limit: `${Math.floor(options.memoryBytes / 2 ** 20)}MiB`,
    threads: String(options.threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const run = async (sql: string): Promise<void> => {
    await connection.run(sql)
  }
  return {
    connection,
    run,
    rows: async <T>(sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS() as T[],
    copy: (select, orderBy, path, rowGroup = 122_880) =>
      run(
        `COPY (${select} ORDER BY ${orderBy}) TO ${literal(path)} ` +
          `(FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION V1, ROW_GROUP_SIZE ${rowGroup})`,
      ),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A DuckDB for the time of `use`. */
export async function useDuck<T>(options: DuckOptions, use: (duck: Duck) => Promise<T>): Promise<T> {
  const duck = await openDuck(options)
  try {
    return await use(duck)
  } finally {
    duck.close()
  }
}

/** A SQL string literal; NUL would end the statement. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return quoted.includes('\0') ? `(${quoted.replaceAll('\0', `' || chr(0) || '`)})` : quoted
}

/** A path as a pattern of DuckDB that means this file alone. */
export function withoutGlob(path: string): string {
  return path.replace(/[*?[\]]/g, (mark) => `[${mark}]`)
}

/** A SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * `read_parquet` over the files; with no file, a query of the same columns and no row, so that an empty unit
 * needs no special case.
 */
export function scan(paths: readonly string[], columns: Columns): string {
  if (paths.length > 0)
    return `(SELECT ${names(columns)} FROM read_parquet([${paths.map((path) => literal(withoutGlob(path))).join(', ')}]))`
  const empty = Object.entries(columns).map(
    ([name, c]) => `CAST(NULL AS ${DUCKDB_TYPES[c.type]}) AS ${identifier(name)}`,
  )
  return `(SELECT ${empty.join(', ')} WHERE false)`
}

/** The columns' names, quoted, in order. */
export function names(columns: Columns, prefix = ''): string {
  return Object.keys(columns)
    .map((name) => prefix + identifier(name))
    .join(', ')
}
