import { type FindMerge, type Merge, mergePairs } from './merge-pairs.js'
import { type EncodeWord, rememberWords } from './remember-words.js'

/** Ids of single bytes, then of bytes that end a word, then of merges in their order. */
export interface BytePairs {
  readonly encode: EncodeWord
  /** Ids that words can have: 0 to `size - 1`. */
  readonly size: number
}

/** What stands behind the last symbol of a word. */
const endOfWord = '</w>'

/**
 * The spelling of a byte in a vocabulary: itself if it is printable, else a letter from U+0100 on
 * (`bytes_to_unicode` of openai/CLIP, simple_tokenizer.py); in the order of their ids.
 */
function byteSpellings(): readonly (readonly [byte: number, spelling: string])[] {
  const isPrintable = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
  const bytes = Array.from({ length: 256 }, (_, byte) => byte)
  const others = bytes.filter((byte) => !isPrintable(byte))
  return [
    ...bytes.filter(isPrintable).map((byte): [number, string] => [byte, String.fromCharCode(byte)]),
    ...others.map((byte, i): [number, string] => [byte, String.fromCharCode(256 + i)]),
  ]
}

/** Left and right of each merge, in order. */
export type Merges = readonly (readonly [left: string, right: string])[]

export function bytePairs(merges: Merges): BytePairs {
  const spellings = byteSpellings()
  const idOfByte = new Uint8Array(256)
  for (const [id, [byte]] of spellings.entries()) idOfByte[byte] = id
  const single = spellings.map(([, spelling]) => spelling)
  const tokens = [
    ...single,
    ...single.map((each) => each + endOfWord),
    ...merges.map((pair) => pair.join('')),
  ]
  const ids = new Map(tokens.map((token, id) => [token, id]))
  const size = tokens.length

  const found = new Map<number, Merge>()
  for (const [rank, [left, right]] of merges.entries()) {
    const [leftId, rightId, id] = [left, right, left + right].map((token) => ids.get(token))
    // A part that no merge makes never stands in a word.
    if (leftId === undefined || rightId === undefined || id === undefined) continue
    found.set(leftId * size + rightId, { rank, id })
  }
  const find: FindMerge = (left, right) => found.get(left * size + right)

  const encode = (word: string) => {
    const symbols = Array.from(Buffer.from(word, 'utf8'), (byte) => idOfByte[byte] ?? 0)
    const last = symbols.pop()
    return last === undefined ? [] : mergePairs([...symbols, last + 256], find)
  }
  return { encode: rememberWords(encode), size }
}
