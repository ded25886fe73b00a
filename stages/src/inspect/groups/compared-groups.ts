import type { Group } from '@warc2dataset/schemas'
import type { AxisGroup } from './choose-groups.js'
import type { MatchedGroup } from './match-groups.js'

/** A group to be measured, and the rows that it is a part of. */
export interface ComparedGroup extends Pick<Group, 'id' | 'axis' | 'label' | 'lang' | 'people'> {
  /** Number in `mentions`, or of the value in `fated`. */
  readonly number: number
  /** The texts in these are compared; null: all. */
  readonly languages: readonly string[] | null
  /** How its rows are found: by mentions; by a value, with strata by language too, or without. */
  readonly found: 'mention' | 'value' | 'value_without_language'
}

const NOT_PEOPLE = new Set(['country', 'language', 'script', 'tld'])

/** Field note inspect §3: a country's name is not its people. A reader's own axis is taken to be about people. */
export function isAboutPeople(axis: string): boolean {
  return !NOT_PEOPLE.has(axis)
}

/**
 * A lexicon says nothing about texts of other languages, so its groups are compared within its own. Those of several
 * languages are compared within all languages of such groups of their axis, so that they have one rest in common.
 */
export function groupsOfLexicons(matched: readonly MatchedGroup[]): readonly ComparedGroup[] {
  const shared = new Map<string, Set<string>>()
  for (const { axis, lang, languages } of matched) {
    if (lang !== null) continue
    const known = shared.get(axis) ?? new Set<string>()
    shared.set(axis, known)
    for (const language of languages) known.add(language)
  }
  return matched.map(({ id, axis, label, lang }, number) => ({
    id,
    axis,
    label,
    lang,
    people: isAboutPeople(axis),
    number,
    languages: lang === null ? [...(shared.get(axis) ?? [])].sort() : [lang],
    found: 'mention',
  }))
}

/** Languages and scripts must not be compared within one language: strata leave it out. No set of a lexicon has a colon. */
export function groupsOfAxes(values: readonly AxisGroup[]): readonly ComparedGroup[] {
  return values.map(({ axis, value }, number) => ({
    id: `${axis}:${value ?? ''}`,
    axis,
    label: value ?? 'not known',
    lang: null,
    people: false,
    number,
    languages: null,
    found: axis === 'tld' ? 'value' : 'value_without_language',
  }))
}
