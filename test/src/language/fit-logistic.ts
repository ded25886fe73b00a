/** What was seen: the terms of one answer, and whether it was right. */
export interface Observation {
  readonly terms: readonly number[]
  readonly right: boolean
}

/**
 * Weights of a logistic regression by Newton's method, one for each term (observations all have as many). A ridge
 * of 1e-6 keeps terms that say the same apart.
 */
export function fitLogistic(observations: readonly Observation[], steps = 30): readonly number[] {
  const size = observations[0]?.terms.length ?? 0
  let weights: readonly number[] = zeros(size)
  for (let step = 0; step < steps; step += 1) {
    const gradient = zeros(size)
    const curvature = gradient.map((_, row) => zeros(size).fill(1e-6, row, row + 1))
    for (const { terms, right } of observations) {
      const chance = 1 / (1 + Math.exp(-dot(terms, weights)))
      terms.forEach((term, row) => {
        gradient[row] = (gradient[row] ?? 0) + term * (Number(right) - chance)
        const line = curvature[row] ?? []
        terms.forEach((other, column) => {
          line[column] = (line[column] ?? 0) + term * other * chance * (1 - chance)
        })
      })
    }
    const change = solve(curvature, gradient)
    weights = weights.map((weight, index) => weight + (change[index] ?? 0))
  }
  return weights
}

function zeros(size: number): number[] {
  return new Array<number>(size).fill(0)
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}

// Gauss-Jordan without pivoting: the curvature is positive definite.
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  let rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  for (let at = 0; at < rows.length; at += 1) {
    const pivot = rows[at] ?? []
    const scaled = pivot.map((value) => value / (pivot[at] ?? 1))
    rows = rows.map((row, index) =>
      index === at ? scaled : row.map((value, column) => value - (row[at] ?? 0) * (scaled[column] ?? 0)),
    )
  }
  return rows.map((row) => row.at(-1) ?? 0)
}
