import type { FilterSql } from '../judge/judge-sql.js'
import { type Duck, identifier } from '../parquet/duck.js'
import { shuffled } from './cut-dataset.js'

/** One wish of select.keep, its threshold resolved. */
export type KeepRule =
  | { readonly kind: 'at_least'; readonly scorer: string; readonly value: number }
  /** Of all that `scorer` scored; null: the primary one. */
  | { readonly kind: 'fraction'; readonly scorer: string | null; readonly fraction: number }
  /** Of `scorer`, as many of the best as reach `value` by the scorer `of`. */
  | { readonly kind: 'equal_pass'; readonly scorer: string; readonly of: string; readonly value: number }

/**
 * The filters of select.keep over table `measured`. A fraction keeps `floor(f·n)` of the n scored rows that are not
 * shadow, ties by hash(seed, key); a shadow row is judged by the similarity of the last that is kept.
 */
export async function keepFilters(
  duck: Duck,
  rules: readonly KeepRule[],
  seed: number,
): Promise<readonly FilterSql[]> {
  const filters: FilterSql[] = []
  for (const [index, rule] of rules.entries()) {
    switch (rule.kind) {
      case 'at_least':
        filters.push(atLeast(rule.scorer, rule.value))
        break
      case 'fraction': {
        const { scorer, fraction } = rule
        const column = scorer === null ? 'similarity' : `similarity_${scorer}`
        const n = Math.floor(fraction * (await countScored(duck, `${identifier(column)} IS NOT NULL`)))
        const name = scorer === null ? `fraction ${fraction}` : `${column} fraction ${fraction}`
        filters.push(await best(duck, { name, column, n, index, seed }))
        break
      }
      case 'equal_pass': {
        const other = `similarity_${rule.of} >= ${rule.value}`
        const n = await countScored(duck, `${identifier(`similarity_${rule.of}`)} >= ${rule.value}::DOUBLE`)
        const column = `similarity_${rule.scorer}`
        filters.push(
          await best(duck, { name: `${column} passes as many as ${other}`, column, n, index, seed }),
        )
      }
    }
  }
  return filters
}

function atLeast(scorer: string, value: number): FilterSql {
  const name = `similarity_${scorer}`
  return similarityFilter(`${name} >= ${value}`, identifier(name), `${identifier(name)} >= ${value}::DOUBLE`)
}

/** Rows that count for a rank: the shadow sample does not. */
async function countScored(duck: Duck, condition: string): Promise<number> {
  const [row] = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM measured WHERE ${condition} AND shadow_reason IS NULL`,
  )
  return row?.n ?? 0
}

interface Best {
  readonly name: string
  readonly column: string
  readonly n: number
  readonly index: number
  readonly seed: number
}

/** The `n` best by a column. */
async function best(duck: Duck, { name, column, n, index, seed }: Best): Promise<FilterSql> {
  const table = `best_${index}`
  const value = identifier(column)
  await duck.run(`CREATE TEMP TABLE ${table} AS SELECT "key" AS best_key, ${value} AS best_similarity
    FROM measured WHERE ${value} IS NOT NULL AND shadow_reason IS NULL
    ORDER BY ${value} DESC, ${shuffled(seed)}, "key" LIMIT ${n}`)
  const holds = `CASE WHEN shadow_reason IS NULL THEN "key" IN (SELECT best_key FROM ${table})
    ELSE ${value} >= (SELECT min(best_similarity) FROM ${table}) END`
  return similarityFilter(name, value, holds)
}

function similarityFilter(name: string, column: string, holds: string): FilterSql {
  return {
    name: `select.keep: ${name}`,
    holds: `coalesce(${holds}, false)`,
    reason: `CASE WHEN ${column} IS NULL THEN 'no_score' ELSE 'low_similarity' END`,
    score: column,
    value: `CAST(${column} AS VARCHAR)`,
  }
}
