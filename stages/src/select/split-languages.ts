/** How the dataset is parted: LAION-5B's en, multi and nolang, or not at all. */
export type SplitWish = 'none' | 'language'

/**
 * SQL of the part that a row with a `language` belongs to; null if the dataset is one. A language that is not sure
 * counts as none, as LAION does with what cld3 is not sure of.
 */
export function splitSql(wish: SplitWish): string {
  if (wish === 'none') return 'NULL::VARCHAR'
  return `CASE WHEN "language" IS NULL THEN 'nolang' WHEN "language" = 'en' THEN 'en' ELSE 'multi' END`
}
