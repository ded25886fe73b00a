import type { Lexicon } from '@warc2dataset/schemas'
import type { MatchedGroup } from './match-groups.js'

/** As many as a SMALLINT numbers, without the negative ones. */
export const MAX_SETS = 32_767

export interface NumberedSets {
  readonly sets: readonly MatchedGroup[]
  /** Language → id of a set of its lexicons → number of the group. */
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** Groups of all sets, in the lexicons' order. @throws RangeError for more than a SMALLINT numbers. */
export function numberSets(lexicons: readonly Lexicon[]): NumberedSets {
  const languages = languagesOfSets(lexicons)
  const groups = new Map<string, { readonly number: number; readonly group: MatchedGroup }>()
  const numbers = new Map<string, Map<string, number>>()
  for (const { axis, lang, sets } of lexicons) {
    const ofLanguage = numbers.get(lang) ?? new Map<string, number>()
    numbers.set(lang, ofLanguage)
    for (const { id, label } of sets) {
      const shared = languages.get(id) ?? [lang]
      const alone = axis === 'gender' && shared.length > 1
      const name = alone ? `${id}:${lang}` : id
      const own = alone || shared.length === 1
      const known = groups.get(name) ?? {
        number: groups.size,
        group: { id: name, axis, label, lang: own ? lang : null, languages: own ? [lang] : shared },
      }
      groups.set(name, known)
      ofLanguage.set(id, known.number)
    }
  }
  if (groups.size > MAX_SETS)
    throw new RangeError(`Expected at most ${MAX_SETS} sets for lexicons, got ${groups.size}`)
  return { sets: [...groups.values()].map(({ group }) => group), numbers }
}

function languagesOfSets(lexicons: readonly Lexicon[]): ReadonlyMap<string, readonly string[]> {
  const languages = new Map<string, Set<string>>()
  for (const { lang, sets } of lexicons) {
    for (const { id } of sets) languages.set(id, (languages.get(id) ?? new Set<string>()).add(lang))
  }
  return new Map([...languages].map(([id, held]) => [id, [...held].sort()]))
}
