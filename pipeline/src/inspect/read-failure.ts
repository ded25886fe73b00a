import { RunError } from '@warc2dataset/schemas'

/** As DuckDB begins what it says of files that it cannot read. */
const KINDS = /^(Invalid Input|IO|Conversion|Not implemented|Serialization|Binder) Error: /
const NAMES_FILE = /\.(parquet|jsonl|ndjson)(\.gz)?\b/

/**
 * What DuckDB says of a file that is missing, cut short or no Parquet is for the reader to mend; null: something else. A full
 * disk is known elsewhere (`findRunError`).
 */
export function readFailure(error: unknown): RunError | null {
  if (!(error instanceof Error)) return null
  const [line = ''] = error.message.split('\n')
  if (!KINDS.test(line) || !NAMES_FILE.test(line) || /No space left on device/i.test(line)) return null
  const said = line.replace(KINDS, '')
  return new RunError('input', `Expected files that can be read to inspect, got ${said}`, { cause: error })
}
