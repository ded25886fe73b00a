/** Ids of a word. */
export type EncodeWord = (word: string) => readonly number[]

const longestRemembered = 64
const defaultMost = 2 ** 16

/**
 * Answers for short words from memory, at most `most` of them: then it forgets all, so that a text of words that nobody
 * uses costs time and not memory.
 */
export function rememberWords(encode: EncodeWord, most: number = defaultMost): EncodeWord {
  const known = new Map<string, readonly number[]>()
  return (word) => {
    if (word.length > longestRemembered) return encode(word)
    const before = known.get(word)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const ids = encode(word)
    known.set(word, ids)
    return ids
  }
}
