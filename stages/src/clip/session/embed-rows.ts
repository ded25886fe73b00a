/** Embeddings of one batch. */
export interface UnitRows {
  /** `rows * dim`; a row that is not valid means nothing. */
  readonly vectors: Float32Array
  /** 1 for each row of length 1, 0 for one that could not be scaled to it. */
  readonly valid: Uint8Array
}

/**
 * The first `rows` rows of a model's output, each scaled to length 1 (sums in float64, results in float32). A row
 * with NaN or an infinity, or of length 0, is not valid.
 */
export function normaliseRows(output: Float32Array, rows: number, dim: number): UnitRows {
  const vectors = output.slice(0, rows * dim)
  const valid = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const vector = vectors.subarray(row * dim, (row + 1) * dim)
    const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
    if (!Number.isFinite(length) || length === 0) continue
    for (let i = 0; i < dim; i++) vector[i] = (vector[i] as number) / length
    valid[row] = 1
  }
  return { vectors, valid }
}

/** Rows as vectors, null for those that are not valid. They share the memory of the batch. */
export function splitRows({ vectors, valid }: UnitRows): readonly (Float32Array | null)[] {
  const dim = vectors.length / valid.length
  return Array.from(valid, (ok, row) => (ok === 1 ? vectors.subarray(row * dim, (row + 1) * dim) : null))
}
