import type { FilterSql } from '../judge/judge-sql.js'
import { type Duck, identifier } from '../parquet/duck.js'
import { shuffled } from './cut-dataset.js'

/** One wish of select.keep, its threshold resolved. */
export type KeepRule =
  | { readonly kind: 'at_least'; readonly scorer: string; readonly value: number }
  | { readonly kind: 'fraction'; readonly fraction: number }

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
  for (const rule of rules)
    filters.push(rule.kind === 'at_least' ? atLeast(rule) : await best(duck, rule, seed))
  return filters
}

function atLeast({ scorer, value }: KeepRule & { kind: 'at_least' }): FilterSql {
  const name = `similarity_${scorer}`
  return similarityFilter(`${name} >= ${value}`, identifier(name), `${identifier(name)} >= ${value}::DOUBLE`)
}

async function best(
  duck: Duck,
  { fraction }: KeepRule & { kind: 'fraction' },
  seed: number,
): Promise<FilterSql> {
  const scored = 'FROM measured WHERE similarity IS NOT NULL AND shadow_reason IS NULL'
  const [{ n } = { n: 0 }] = await duck.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n ${scored}`)
  await duck.run(`CREATE TEMP TABLE best AS SELECT "key" AS best_key, similarity AS best_similarity ${scored}
    ORDER BY similarity DESC, ${shuffled(seed)}, "key" LIMIT ${Math.floor(fraction * n)}`)
  const holds = `CASE WHEN shadow_reason IS NULL THEN "key" IN (SELECT best_key FROM best)
    ELSE similarity >= (SELECT min(best_similarity) FROM best) END`
  return similarityFilter(`fraction ${fraction}`, 'similarity', holds)
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
