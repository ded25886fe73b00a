import type { LexiconSet } from '@warc2dataset/schemas'
import { foldText } from './fold-text.js'
import { splitWords, type Word } from './split-words.js'

/** What a phrase stands for: a term of a set, or a context in which that set's terms have another sense. */
export interface PhraseEntry {
  /** Number of the lexicon; longer terms of a lexicon take the place of the shorter ones inside them. */
  readonly lexicon: number
  readonly set: number
  readonly excludes: boolean
}

/** Phrases by their words. */
export interface PhraseTrie {
  readonly next: Map<string, PhraseTrie>
  /** Phrases that end here. */
  readonly entries: PhraseEntry[]
  /** Phrases whose last word begins so. */
  readonly prefixes: Map<string, PhraseEntry[]>
  /** Lengths of the keys of `prefixes`, in code units, the longest first. */
  readonly prefixLengths: number[]
}

/** Text from `start` to before `end`, counted in words, is what `entry` says. */
export interface PhraseHit {
  readonly end: number
  readonly entry: PhraseEntry
}

export function emptyTrie(): PhraseTrie {
  return { next: new Map(), entries: [], prefixes: new Map(), prefixLengths: [] }
}

/** Words of a term or an exclude; empty for one without a letter or number. */
export function phraseWords(phrase: string): readonly string[] {
  return splitWords(foldText(phrase)).map(({ text }) => text)
}

/** True: a phrase of `trie` stands somewhere in `words`. */
export function hasPhrase(trie: PhraseTrie, words: readonly string[]): boolean {
  const joined = words.map((text) => ({ text, joined: true }))
  return joined.some((_, start) => phrasesAt(trie, joined, start).length > 0)
}

/** Adds `phrase` to `trie`, which is changed. `prefix`: its last word may go on in a text. */
export function addPhrase(
  trie: PhraseTrie,
  phrase: string,
  entry: PhraseEntry,
  match: LexiconSet['match'],
): void {
  const words = phraseWords(phrase)
  const last = words.at(-1)
  if (last === undefined) return
  let node = trie
  for (const word of match === 'prefix' ? words.slice(0, -1) : words) {
    const known = node.next.get(word) ?? emptyTrie()
    node.next.set(word, known)
    node = known
  }
  if (match !== 'prefix') {
    node.entries.push(entry)
    return
  }
  node.prefixes.set(last, [...(node.prefixes.get(last) ?? []), entry])
  if (node.prefixLengths.includes(last.length)) return
  node.prefixLengths.push(last.length)
  node.prefixLengths.sort((a, b) => b - a)
}

/** Every word of its phrases; null if one is a prefix, which stands for words that nobody can list. */
export function wordsOfTrie(trie: PhraseTrie): ReadonlySet<string> | null {
  const words = new Set<string>()
  const nodes = [trie]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.prefixes.size > 0) return null
    for (const [word, next] of node.next) {
      words.add(word)
      nodes.push(next)
    }
  }
  return words
}

/** Every phrase of `trie` that begins at word `start`; time with the longest phrase. */
export function phrasesAt(trie: PhraseTrie, words: readonly Word[], start: number): readonly PhraseHit[] {
  let hits: PhraseHit[] | null = null
  let node = trie
  for (let index = start; index < words.length; index++) {
    const word = words[index]
    if (word === undefined || (index > start && !word.joined)) break
    if (node.prefixLengths.length > 0) {
      hits ??= []
      for (const entry of byPrefix(node, word.text)) hits.push({ end: index + 1, entry })
    }
    const next = node.next.get(word.text)
    if (next === undefined) break
    if (next.entries.length > 0) {
      hits ??= []
      for (const entry of next.entries) hits.push({ end: index + 1, entry })
    }
    node = next
  }
  return hits ?? NO_HITS
}

const NO_HITS: readonly PhraseHit[] = []

/** Of each lexicon the terms with the longest prefix of `word`, and every exclude. */
function byPrefix(node: PhraseTrie, word: string): readonly PhraseEntry[] {
  const found: PhraseEntry[] = []
  const taken = new Set<number>()
  for (const length of node.prefixLengths) {
    if (length > word.length) continue
    const entries = node.prefixes.get(word.slice(0, length)) ?? []
    found.push(...entries.filter(({ excludes, lexicon }) => excludes || !taken.has(lexicon)))
    for (const { excludes, lexicon } of entries) if (!excludes) taken.add(lexicon)
  }
  return found
}
