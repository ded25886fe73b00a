import { query } from '../bad-input/query.js'

/** What a dataset says of one sample; its similarities apart, since they may differ in the last digits. */
export interface DatasetRow {
  readonly key: string
  readonly sha256: string
  readonly text: string
  /** By each scorer, in the order asked for. */
  readonly similarities: readonly (number | null)[]
}

/** Every row of dataset/, by key, with what these scorers say. */
export async function readDataset(out: string, scorers: readonly string[]): Promise<readonly DatasetRow[]> {
  const columns = scorers.map((name) => `similarity_${name}`)
  const rows = await query(
    `SELECT ${['key', 'sha256', 'TEXT AS text', ...columns].join(', ')} FROM '${out}/dataset/*.parquet' ORDER BY key`,
  )
  return rows.map((row) => ({
    key: String(row['key']),
    sha256: String(row['sha256']),
    text: String(row['text']),
    similarities: columns.map((column) => (row[column] === null ? null : Number(row[column]))),
  }))
}

/** How two datasets over the same input differ. */
export interface Difference {
  readonly problems: readonly string[]
  /** Largest difference of a similarity. */
  readonly epsilon: number
  /** Keys of rows that one dataset has and the other has not, all of them this near to the threshold. */
  readonly atThreshold: readonly string[]
}

export interface Tolerance {
  /** Similarities up to this far apart count as equal. */
  readonly epsilon: number
  /** That the first scorer's similarity was cut at: a row within `epsilon` of it may fall on either side. */
  readonly threshold: number
}

/** Compares rows: keys, sha256 and texts exactly, what a rounding may change within the tolerance. */
export function compareDatasets(
  before: readonly DatasetRow[],
  after: readonly DatasetRow[],
  { epsilon: most, threshold }: Tolerance,
): Difference {
  const [old, known] = [before, after].map((rows) => new Map(rows.map((row) => [row.key, row])))
  const problems: string[] = []
  const atThreshold: string[] = []
  let epsilon = 0
  for (const row of [...before, ...after.filter(({ key }) => old?.has(key) !== true)]) {
    const other = row === old?.get(row.key) ? known?.get(row.key) : undefined
    if (other === undefined) {
      if (Math.abs((row.similarities[0] ?? Number.NaN) - threshold) <= most) atThreshold.push(row.key)
      else problems.push(`${row.key}: in one dataset only, ${row.similarities[0]} against ${threshold}`)
    } else if (other.sha256 !== row.sha256 || other.text !== row.text) {
      problems.push(`${row.key}: Expected ${row.sha256} ${row.text}, got ${other.sha256} ${other.text}`)
    } else {
      const apart = row.similarities.map((similarity, at) => distance(similarity, other.similarities[at]))
      epsilon = Math.max(epsilon, ...apart)
    }
  }
  if (epsilon > most) problems.push(`Expected similarities equal within ${most}, got ${epsilon} apart`)
  return { problems, epsilon, atThreshold }
}

/** Infinite where one of the two has none. */
function distance(a: number | null, b: number | null | undefined): number {
  if (a === null || b === null || b === undefined) return a === b ? 0 : Number.POSITIVE_INFINITY
  return Math.abs(a - b)
}
