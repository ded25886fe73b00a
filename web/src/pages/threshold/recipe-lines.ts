const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/
const SIMILARITY = /^similarity(_[a-z][a-z0-9_]*)?$/

/** Lines of a recipe that apply a threshold; null for a column of somebody else's that a recipe has no name for. */
export function recipeLines(score: string, threshold: string): string | null {
  if (SIMILARITY.test(score)) return `select:\n  keep: { ${score}: ${threshold} }`
  if (PLAIN_NAME.test(score)) return `select:\n  where: "${score} >= ${threshold}"`
  return null
}
