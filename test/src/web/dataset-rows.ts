import { query } from '../bad-input/query.js'

/** What a dataset says of one sample; its similarity apart, since it may differ in the last digits. */
export interface DatasetRow {
  readonly key: string
  readonly sha256: string
  readonly text: string
  readonly similarity: number | null
}

/** Every row of dataset/, by key. */
export async function readDataset(out: string): Promise<readonly DatasetRow[]> {
  const rows = await query(
    `SELECT key, sha256, TEXT AS text, similarity FROM '${out}/dataset/*.parquet' ORDER BY key`,
  )
  return rows.map(({ key, sha256, text, similarity }) => ({
    key: String(key),
    sha256: String(sha256),
    text: String(text),
    similarity: similarity === null ? null : Number(similarity),
  }))
}

/** How two datasets over the same input differ. */
export interface Difference {
  readonly problems: readonly string[]
  /** Largest difference of a similarity. */
  readonly epsilon: number
}

/** Compares keys, sha256 and texts exactly; similarities count as equal up to `most`. */
export function compareDatasets(
  before: readonly DatasetRow[],
  after: readonly DatasetRow[],
  most: number,
): Difference {
  const known = new Map(after.map((row) => [row.key, row]))
  const problems: string[] = []
  let epsilon = 0
  if (before.length !== after.length) problems.push(`Expected ${before.length} rows, got ${after.length}`)
  for (const row of before) {
    const other = known.get(row.key)
    if (other?.sha256 !== row.sha256 || other.text !== row.text) {
      problems.push(`${row.key}: Expected ${row.sha256} ${row.text}, got ${other?.sha256} ${other?.text}`)
    } else if (row.similarity === null || other.similarity === null) {
      if (row.similarity !== other.similarity) problems.push(`${row.key}: scored in one run only`)
    } else epsilon = Math.max(epsilon, Math.abs(row.similarity - other.similarity))
  }
  if (epsilon > most) problems.push(`Expected similarities equal within ${most}, got ${epsilon} apart`)
  return { problems, epsilon }
}
