import type { Recipe, Scorer } from '@warc2dataset/schemas'
import type { KeepRule } from '@warc2dataset/stages/select/keep-filters'

type Keep = Recipe['select']['keep']
type Bound = number | 'threshold' | { readonly fraction: number }
type Named = Pick<Scorer, 'name' | 'threshold'>

/** What is wrong with select.keep for these scorers. A number belongs to one scorer, so it must name it. */
export function keepProblems(keep: Keep, scorers: readonly Named[]): readonly string[] {
  if (scorers.length === 0) {
    return Object.keys(keep).length === 0
      ? []
      : [`Expected score.models for select.keep, got none: nothing has a similarity`]
  }
  return wishes(keep).flatMap(({ column, wanted, than }) =>
    than === null
      ? boundProblems('select.keep', column, wanted, scorers)
      : [
          ...columnProblems('select.keep', column, scorers),
          ...boundProblems(`select.keep.${column}.as_many_as`, than, wanted, scorers),
        ],
  )
}

/** The rules of select.keep with their thresholds; the problems must have been looked at before. */
export function keepRules(keep: Keep, scorers: readonly Scorer[]): readonly KeepRule[] {
  const rules = wishes(keep).map(({ column, wanted, than }): KeepRule => {
    const scorer = scorerOf(column, scorers)
    const judge = than === null ? scorer : scorerOf(than, scorers)
    if (scorer === undefined || judge === undefined)
      throw new TypeError(`Expected a scorer for select.keep.${column}, got none`)
    if (typeof wanted === 'object') return { kind: 'fraction', scorer: scorer.name, ...wanted }
    const value = wanted === 'threshold' ? judge.threshold : wanted
    if (value === null) throw new TypeError(`Expected a threshold for select.keep.${column}, got none`)
    return than === null
      ? { kind: 'at_least', scorer: scorer.name, value }
      : { kind: 'equal_pass', scorer: scorer.name, of: judge.name, value }
  })
  return isFraction(keep) ? [{ kind: 'fraction', scorer: null, fraction: keep.fraction }] : rules
}

interface Wish {
  readonly column: string
  readonly wanted: Bound
  /** The other similarity that `wanted` bounds, for as_many_as. */
  readonly than: string | null
}

function wishes(keep: Keep): readonly Wish[] {
  if (isFraction(keep)) return []
  return Object.entries(keep).flatMap(([column, wanted]): readonly Wish[] =>
    typeof wanted === 'object' && 'as_many_as' in wanted
      ? Object.entries(wanted.as_many_as).map(([than, bound]) => ({ column, wanted: bound, than }))
      : [{ column, wanted, than: null }],
  )
}

function isFraction(keep: Keep): keep is { readonly fraction: number } {
  return 'fraction' in keep
}

function columnProblems(field: string, column: string, scorers: readonly Named[]): readonly string[] {
  if (scorerOf(column, scorers) !== undefined) return []
  const names = scorers.map(({ name }) => `similarity_${name}`)
  return [`Expected one of similarity, ${names.join(', ')} for ${field}, got ${column}`]
}

function boundProblems(
  field: string,
  column: string,
  wanted: Bound,
  scorers: readonly Named[],
): readonly string[] {
  const unknown = columnProblems(field, column, scorers)
  if (unknown.length > 0) return unknown
  const scorer = scorerOf(column, scorers)
  if (wanted === 'threshold' && scorer?.threshold === null)
    return [
      `Expected a number for ${field}.${column}, got threshold: model ${scorer.name} has none of its own`,
    ]
  if (typeof wanted === 'number' && column === 'similarity') {
    return [
      `Expected threshold for ${field}.similarity, got ${wanted}: a number belongs to one scorer, write similarity_${scorer?.name}: ${wanted}`,
    ]
  }
  return []
}

function scorerOf<T extends { readonly name: string }>(column: string, scorers: readonly T[]): T | undefined {
  return column === 'similarity' ? scorers[0] : scorers.find(({ name }) => column === `similarity_${name}`)
}
