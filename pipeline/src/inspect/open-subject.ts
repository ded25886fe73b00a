import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { withoutGlob } from '@warc2dataset/stages/parquet/duck'
import { glob } from 'tinyglobby'

/** What a path on the command line means. */
export type SubjectPath =
  | { readonly kind: 'run'; readonly folder: string; readonly name: string }
  | {
      readonly kind: 'table'
      readonly files: readonly string[]
      /** For DuckDB, in the folder of the files. */
      readonly pattern: string
      readonly format: TableFormat
      readonly name: string
    }
export type TableFormat = 'parquet' | 'json'

const TABLES = /\.(parquet|jsonl|ndjson|jsonl\.gz|ndjson\.gz)$/

/**
 * A folder with run.json is a run; a file, a pattern, or a folder of Parquet is a table.
 * @throws RunError exit 12 if there is nothing of the kind.
 */
export async function openSubject(path: string): Promise<SubjectPath> {
  const name = basename(path)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return null
    throw error
  })
  if (found?.isDirectory()) {
    if (await exists(join(path, 'run.json'))) return { kind: 'run', folder: path, name }
    const files = await glob('*.parquet', { cwd: path, absolute: true })
    if (files.length > 0) {
      return { kind: 'table', files: files.sort(), format: 'parquet', pattern: '*.parquet', name }
    }
    throw missing(`a run, or a folder with *.parquet`, path)
  }
  const files = found?.isFile() ? [path] : await glob(path, { absolute: true })
  if (files.length === 0) throw missing('a run, or files of Parquet or JSON lines', path)
  const odd = files.find((file) => !TABLES.test(file))
  if (odd !== undefined) throw missing('files that end in .parquet, .jsonl or .jsonl.gz', odd)
  const formats = new Set(files.map((file): TableFormat => (file.endsWith('.parquet') ? 'parquet' : 'json')))
  const [format = 'parquet', ...others] = formats
  if (others.length > 0) throw missing('files of one format', path)
  const pattern = found?.isFile() ? withoutGlob(name) : name
  return { kind: 'table', files: files.sort(), format, pattern, name }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

function missing(what: string, path: string): RunError {
  return new RunError('input', `Expected ${what} to inspect, got ${path}`)
}
