import type { Lexicon } from '@warc2dataset/schemas'
import { foldText } from './fold-text.js'
import { addPhrase, emptyTrie, type PhraseTrie, phrasesAt } from './phrase-trie.js'
import { splitWords } from './split-words.js'

/** Says which sets of its lexicons a text mentions. */
export interface LexiconMatcher {
  /**
   * Ids of the sets that `text` mentions, each once, in the lexicons' order. `lang`: language of the text, ISO 639-1 or
   * a tag that begins so (`en-GB`); null (not known): none, since a word list says nothing about other languages.
   * Looks at the first 16,000 code units, in time with their number times the words of the longest phrase.
   */
  readonly match: (text: string, lang: string | null) => readonly string[]
}

interface LanguageLists {
  readonly trie: PhraseTrie
  /** By number of the set. */
  readonly ids: readonly string[]
  readonly lexicons: number
}

const NOTHING: readonly string[] = []

/**
 * Compiles `lexicons`, which passed `lexiconProblems`. An occurrence of a term counts unless it lies inside a longer
 * term of the same lexicon ("american" in "african american") or inside an exclude of its set ("queen" in "queen bed").
 */
export function openLexicon(lexicons: readonly Lexicon[]): LexiconMatcher {
  const languages = new Map(
    [...new Set(lexicons.map(({ lang }) => lang))].map((lang) => [
      lang,
      compile(lexicons.filter((lexicon) => lexicon.lang === lang)),
    ]),
  )
  return {
    match(text, lang) {
      if (lang === null) return NOTHING
      const lists = languages.get(primaryLanguage(lang))
      return lists === undefined ? NOTHING : setsIn(text, lists)
    },
  }
}

function primaryLanguage(tag: string): string {
  const end = tag.search(/[-_]/)
  return (end < 0 ? tag : tag.slice(0, end)).toLowerCase()
}

function compile(lexicons: readonly Lexicon[]): LanguageLists {
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
  return { trie, ids, lexicons: lexicons.length }
}

function setsIn(text: string, { trie, ids, lexicons }: LanguageLists): readonly string[] {
  const words = splitWords(foldText(text))
  // Where the furthest term of each lexicon, and the furthest exclude of each set, ends: of those that began so far.
  let terms: Int32Array | null = null
  let excludes: Int32Array | null = null
  const found = new Set<number>()
  for (let start = 0; start < words.length; start++) {
    const hits = phrasesAt(trie, words, start)
    if (hits.length === 0) continue
    terms ??= new Int32Array(lexicons)
    excludes ??= new Int32Array(ids.length)
    for (const { end, entry } of hits) {
      if (entry.excludes) excludes[entry.set] = Math.max(excludes[entry.set] ?? 0, end)
    }
    // From the longest: a shorter one that begins at the same word lies inside it.
    for (const { end, entry } of hits.toReversed()) {
      if (entry.excludes || end <= (terms[entry.lexicon] ?? 0)) continue
      terms[entry.lexicon] = end
      if (end > (excludes[entry.set] ?? 0)) found.add(entry.set)
    }
  }
  return [...found].sort((a, b) => a - b).map((set) => ids[set] ?? '')
}
