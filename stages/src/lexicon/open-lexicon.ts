import type { Lexicon } from '@warc2dataset/schemas'
import { foldText, MAX_UNITS } from './fold-text.js'
import { addPhrase, emptyTrie, type PhraseTrie, phrasesAt, wordsOfTrie } from './phrase-trie.js'
import { openSimpleUnits, type SimpleUnits } from './simple-units.js'
import { splitKnownWords } from './split-known-words.js'
import { kindOf, splitWords, type Word } from './split-words.js'
import { openVocabulary, type Vocabulary } from './vocabulary.js'

/** Says which sets of its lexicons a text mentions. */
export interface LexiconMatcher {
  /**
   * Ids of the sets that `text` mentions, each once, in the lexicons' order. `lang`: language of the text, ISO 639-1 or
   * a tag that begins so (`en-GB`); null (not known): none, since a word list says nothing about other languages.
   * Looks at the first 16,000 code units, in time with their number times the words of the longest phrase.
   */
  readonly match: (text: string, lang: string | null) => readonly string[]
  /** The same for many texts of a language; null: there is no lexicon of it. */
  readonly inLanguage: (lang: string) => LanguageMatcher | null
}

export interface LanguageMatcher {
  /** Of the sets. */
  readonly ids: readonly string[]
  /** Places in `ids`, ascending, of the sets that the text from `from` to before `to` mentions. */
  readonly find: (text: string, from: number, to: number) => readonly number[]
}

interface LanguageLists {
  readonly trie: PhraseTrie
  /** By number of the set. */
  readonly ids: readonly string[]
  readonly lexicons: number
  /** Null: a term may go on in words that nobody can list. */
  readonly vocabulary: Vocabulary | null
}

const NOTHING: readonly number[] = []

/**
 * Compiles `lexicons`, which passed `lexiconProblems`. An occurrence of a term counts unless it lies inside a longer
 * term of the same lexicon ("american" in "african american") or inside an exclude of its set ("queen" in "queen bed").
 */
export function openLexicon(lexicons: readonly Lexicon[]): LexiconMatcher {
  const units = openSimpleUnits(kindOf)
  const languages = new Map(
    [...new Set(lexicons.map(({ lang }) => lang))].map((lang) => [
      lang,
      openLanguage(
        lexicons.filter((lexicon) => lexicon.lang === lang),
        units,
      ),
    ]),
  )
  const inLanguage = (lang: string): LanguageMatcher | null =>
    languages.get(lang) ?? languages.get(primaryLanguage(lang)) ?? null
  return {
    inLanguage,
    match(text, lang) {
      const matcher = lang === null ? null : inLanguage(lang)
      return matcher?.find(text, 0, text.length).map((set) => matcher.ids[set] ?? '') ?? []
    },
  }
}

function primaryLanguage(tag: string): string {
  const end = tag.search(/[-_]/)
  return (end < 0 ? tag : tag.slice(0, end)).toLowerCase()
}

function openLanguage(lexicons: readonly Lexicon[], units: SimpleUnits): LanguageMatcher {
  const lists = compile(lexicons, units)
  const setsIn = openSearch(lists)
  return {
    ids: lists.ids,
    find(text, from, to) {
      const end = Math.min(to, from + MAX_UNITS)
      const { vocabulary } = lists
      const known = vocabulary === null ? null : splitKnownWords(text, from, end, vocabulary, units)
      return setsIn(known ?? splitWords(foldText(text.slice(from, end))))
    },
  }
}

function compile(lexicons: readonly Lexicon[], units: SimpleUnits): LanguageLists {
  const trie = emptyTrie()
  const ids: string[] = []
  for (const [lexicon, { sets }] of lexicons.entries()) {
    for (const { id, terms, exclude, match } of sets) {
      const set = ids.length
      ids.push(id)
      for (const term of terms) addPhrase(trie, term, { lexicon, set, excludes: false }, match)
      for (const phrase of exclude) addPhrase(trie, phrase, { lexicon, set, excludes: true }, match)
    }
  }
  const words = wordsOfTrie(trie)
  return {
    trie,
    ids,
    lexicons: lexicons.length,
    vocabulary: words === null ? null : openVocabulary(words, units),
  }
}

function openSearch({ trie, ids, lexicons }: LanguageLists): (words: readonly Word[]) => readonly number[] {
  // Of one text, and cleared before the next: by set, whether it was found.
  const isFound = new Uint8Array(ids.length)
  return (words) => {
    // Where the furthest term of each lexicon, and the furthest exclude of each set, ends: of those that began so far.
    let terms: Int32Array | null = null
    let excludes: Int32Array | null = null
    let found: number[] | null = null
    for (let start = 0; start < words.length; start++) {
      const hits = phrasesAt(trie, words, start)
      if (hits.length === 0) continue
      terms ??= new Int32Array(lexicons)
      for (const { end, entry } of hits) {
        if (!entry.excludes) continue
        excludes ??= new Int32Array(ids.length)
        excludes[entry.set] = Math.max(excludes[entry.set] ?? 0, end)
      }
      // From the longest: a shorter one that begins at the same word lies inside it.
      for (let at = hits.length - 1; at >= 0; at--) {
        const hit = hits[at]
        if (hit === undefined || hit.entry.excludes || hit.end <= (terms[hit.entry.lexicon] ?? 0)) continue
        const { end, entry } = hit
        terms[entry.lexicon] = end
        if (end <= (excludes?.[entry.set] ?? 0) || isFound[entry.set] === 1) continue
        isFound[entry.set] = 1
        found ??= []
        found.push(entry.set)
      }
    }
    if (found === null) return NOTHING
    for (const set of found) isFound[set] = 0
    return found.length === 1 ? found : found.sort((a, b) => a - b)
  }
}
