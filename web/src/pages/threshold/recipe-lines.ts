const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/
const SCORER_SIMILARITY = /^similarity_[a-z][a-z0-9_]*$/

/**
 * Lines of a recipe that apply a threshold; null for a column of somebody else's that a recipe has no name for.
 *
 * @param primary name of the run's first scorer, whose similarity plain `similarity` is: a number must name its scorer.
 */
export function recipeLines(score: string, threshold: string, primary: string | null): string | null {
  const column = score === 'similarity' && primary !== null ? `similarity_${primary}` : score
  if (SCORER_SIMILARITY.test(column)) return `select:\n  keep: { ${column}: ${threshold} }`
  if (PLAIN_NAME.test(column)) return `select:\n  where: "${column} >= ${threshold}"`
  return null
}
