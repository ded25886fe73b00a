import type { CompareSection } from '@warc2dataset/schemas'
import { sqlDouble } from '../threshold/score-grid.js'
import { isScored } from '../threshold/score-rows.js'
import type { ComparedSubjects } from './compare-subjects.js'
import { scorerName } from './find-cautions.js'

/** Where neither has a cut: what DataComp's baseline keeps. */
const FRACTION = 0.3

/**
 * Two scorers on the same URLs (field note inspect M26). Each passes its best rows, as many as the cut of `a` passes among
 * them (without one, that of `b`; without either, three tenths), ties by md5 of the URL: an equal cut would compare scales.
 * Agreement beyond chance is Cohen's kappa (Educ. Psychol. Meas. 20, 1960), null where none or all pass.
 *
 * Null unless both have scores, of different models, and share a URL. A URL counts once, by its first row.
 */
export async function compareModels({ duck, a, b }: ComparedSubjects): Promise<CompareSection['models']> {
  const [first, second] = [scorerName(a), scorerName(b)]
  if (a.score === null || b.score === null || first === null || second === null) return null
  if (first === second) return null
  const passed = passedSql(a.score.cut, b.score.cut)
  const byUrl = (table: string, where: string): string =>
    `SELECT url, arg_min(score, row) AS score FROM ${table} WHERE url <> '' AND ${where} GROUP BY url`
  const [row] = await duck.rows<Quadrants>(
    `WITH shared AS MATERIALIZED (
       SELECT url, one.score AS a_score, two.score AS b_score
       FROM (${byUrl('pairs', isScored(a.score))}) AS one
       JOIN (${byUrl('other_pairs', isScored(b.score))}) AS two USING (url)),
     ranked AS (
       SELECT row_number() OVER (ORDER BY a_score DESC, md5(url), url) <= (SELECT ${passed} FROM shared) AS by_a,
         row_number() OVER (ORDER BY b_score DESC, md5(url), url) <= (SELECT ${passed} FROM shared) AS by_b
       FROM shared)
     SELECT count(*)::DOUBLE AS rows, count(*) FILTER (by_a AND by_b)::DOUBLE AS both,
       count(*) FILTER (by_a AND NOT by_b)::DOUBLE AS only_a, count(*) FILTER (by_b AND NOT by_a)::DOUBLE AS only_b,
       count(*) FILTER (NOT by_a AND NOT by_b)::DOUBLE AS neither
     FROM ranked`,
  )
  if (row === undefined || row.rows === 0) return null
  const { rows, both, only_a, only_b, neither } = row
  const fraction = (both + only_a) / rows
  return { a: first, b: second, rows, fraction, both, only_a, only_b, neither, kappa: cohenKappa(row) }
}

/** SQL over `shared`: how many pass. */
function passedSql(a: number | null, b: number | null): string {
  if (a !== null) return `count(*) FILTER (a_score >= ${sqlDouble(a)})`
  return b === null ? `floor(count(*) * ${FRACTION}::DOUBLE)` : `count(*) FILTER (b_score >= ${sqlDouble(b)})`
}

interface Quadrants {
  readonly rows: number
  readonly both: number
  readonly only_a: number
  readonly only_b: number
  readonly neither: number
}

/** Cohen's kappa of a 2×2 table, -1 to 1; null where chance alone agrees on all. */
export function cohenKappa({ rows, both, only_a, only_b, neither }: Quadrants): number | null {
  const [a, b] = [(both + only_a) / rows, (both + only_b) / rows]
  const chance = a * b + (1 - a) * (1 - b)
  return chance === 1 ? null : ((both + neither) / rows - chance) / (1 - chance)
}
