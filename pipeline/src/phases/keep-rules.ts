import type { Recipe, Scorer } from '@warc2dataset/schemas'
import type { KeepRule } from '@warc2dataset/stages/select/keep-filters'

type Keep = Recipe['select']['keep']

/** What is wrong with select.keep for these scorers. A number belongs to one scorer, so it must name it. */
export function keepProblems(
  keep: Keep,
  scorers: readonly Pick<Scorer, 'name' | 'threshold'>[],
): readonly string[] {
  const names = scorers.map(({ name }) => `similarity_${name}`)
  if (scorers.length === 0) {
    return Object.keys(keep).length === 0
      ? []
      : [`Expected score.models for select.keep, got none: nothing has a similarity`]
  }
  return Object.entries(keep).flatMap(([column, wanted]) => {
    if (column === 'fraction') return []
    if (column !== 'similarity' && !names.includes(column))
      return [`Expected one of similarity, ${names.join(', ')} for select.keep, got ${column}`]
    if (wanted === 'threshold') {
      const scorer = scorerOf(column, scorers)
      return scorer?.threshold === null
        ? [
            `Expected a number for select.keep.${column}, got threshold: model ${scorer.name} has none of its own`,
          ]
        : []
    }
    return column === 'similarity'
      ? [
          `Expected threshold for select.keep.similarity, got ${wanted}: a number belongs to one scorer, write ${names[0]}: ${wanted}`,
        ]
      : []
  })
}

/** The rules of select.keep with their thresholds; the problems must have been looked at before. */
export function keepRules(keep: Keep, scorers: readonly Scorer[]): readonly KeepRule[] {
  return Object.entries(keep).map(([column, wanted]): KeepRule => {
    if (column === 'fraction') return { kind: 'fraction', fraction: Number(wanted) }
    const scorer = scorerOf(column, scorers)
    const value = wanted === 'threshold' ? scorer?.threshold : Number(wanted)
    if (scorer === undefined || value === undefined || value === null)
      throw new TypeError(`Expected a threshold for select.keep.${column}, got none`)
    return { kind: 'at_least', scorer: scorer.name, value }
  })
}

function scorerOf<T extends { readonly name: string }>(column: string, scorers: readonly T[]): T | undefined {
  return column === 'similarity' ? scorers[0] : scorers.find(({ name }) => column === `similarity_${name}`)
}
