import type { Lexicon, LexiconSet } from '@warc2dataset/schemas'
import { addPhrase, emptyTrie, hasPhrase, phraseWords } from './phrase-trie.js'

/** What `lexiconSchema` cannot say of one lexicon: one line a problem, none if it is sound. */
export function lexiconProblems(lexicon: Lexicon): readonly string[] {
  const { id, axis, lang, sets } = lexicon
  const problems: string[] = []
  if (id !== `${axis}.${lang}`) problems.push(`id: Expected ${axis}.${lang}, got ${id}`)
  const ids = new Set<string>()
  const owners = new Map<string, string>()
  for (const set of sets) {
    if (ids.has(set.id)) problems.push(`${set.id}: Expected one set of this id, got two`)
    ids.add(set.id)
    for (const term of set.terms) {
      const key = phraseWords(term).join(' ')
      const owner = owners.get(key)
      if (key === '') problems.push(`${set.id}: Expected letters or numbers for a term, got ${term}`)
      else if (owner !== undefined) problems.push(`${set.id}: Expected a new term, got ${term} of ${owner}`)
      owners.set(key, set.id)
    }
    problems.push(...excludeProblems(set))
  }
  return problems
}

/** What holds between lexicons that are opened together: in one language, each set has its own id. */
export function sharedIdProblems(lexicons: readonly Lexicon[]): readonly string[] {
  const owners = new Map<string, string>()
  const problems: string[] = []
  for (const { id, lang, sets } of lexicons) {
    for (const set of sets) {
      const owner = owners.get(`${lang} ${set.id}`)
      if (owner !== undefined) {
        problems.push(`${id}: Expected a set id of its own in ${lang}, got ${set.id} of ${owner}`)
      }
      owners.set(`${lang} ${set.id}`, id)
    }
  }
  return problems
}

function excludeProblems({ id, terms, exclude, match }: LexiconSet): readonly string[] {
  const own = emptyTrie()
  for (const term of terms) addPhrase(own, term, { lexicon: 0, set: 0, excludes: false }, match)
  const whole = new Set(terms.map((term) => phraseWords(term).join(' ')))
  const seen = new Set<string>()
  return exclude.flatMap((phrase) => {
    const words = phraseWords(phrase)
    const key = words.join(' ')
    if (seen.has(key)) return [`${id}: Expected a new exclude, got ${phrase} twice`]
    seen.add(key)
    if (whole.has(key)) return [`${id}: Expected an exclude longer than its term, got ${phrase}`]
    return hasPhrase(own, words) ? [] : [`${id}: Expected a term inside an exclude, got ${phrase}`]
  })
}
