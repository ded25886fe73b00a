import { join } from 'node:path'
import type { ModelManifest } from '@warc2dataset/schemas'
import { cleanText } from '../clean/clean-text.js'
import { type ClipModel, modelError } from '../model/load-model.js'
import { type BytePairs, bytePairs } from './byte-pairs.js'
import { readMerges } from './read-merges.js'
import type { Tokenized, Vocabulary } from './tokenizer.js'

/** How a manifest describes this tokenizer. */
export type ClipTokenizer = Extract<ModelManifest['text']['tokenizer'], { kind: 'clip_bpe' }>

/**
 * The tokenizer of CLIP as open_clip runs it (`SimpleTokenizer`, open_clip/tokenizer.py): start, the ids of the words,
 * end; a long text loses words, never its end. Rejects with `RunError('model', …)` if the vocabulary is no such file
 * or the ids of the manifest do not fit it.
 */
export async function openClipBpe(model: ClipModel, tokenizer: ClipTokenizer): Promise<Vocabulary> {
  const { context, pad } = model.manifest.text
  const { start, end, vocabulary } = tokenizer
  const pairs = bytePairs(await readMerges(model, join(model.folder, vocabulary.file)))
  const lastId = Math.max(start, end)
  const problems = [
    ...idProblems('start', start, pairs.size),
    ...idProblems('end', end, pairs.size),
    ...(start === end ? [`text.tokenizer.end: Expected another id than ${start} of the start, got it`] : []),
    ...(pad > lastId ? [`text.pad: Expected an id of at most ${lastId}, got ${pad}`] : []),
  ]
  if (problems.length > 0) throw modelError(model, problems)
  return { tokenize: (text) => tokenize(text, pairs, { start, end, room: context - 2 }), lastId }
}

/** The ids of words would write the marks, and an id without a row fails only once it is looked up. */
function idProblems(name: 'start' | 'end', id: number, size: number): readonly string[] {
  if (id === size || id === size + 1) return []
  return [`text.tokenizer.${name}: Expected ${size} or ${size + 1}, behind the ids of words, got ${id}`]
}

const startMark = '<start_of_text>'
const endMark = '<end_of_text>'
/**
 * The pattern of open_clip, spelled out: it ignores case, which in a lower-case text makes `ſ` an `s`, and U+0345, the
 * small form of iota, nothing at all.
 */
const word =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: it is about the mark alone
  /<[sſ]tart_of_text>|<end_of_text>|'[sſ]|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\u0345\p{White_Space}\p{L}\p{N}]+/gu

interface Frame {
  readonly start: number
  readonly end: number
  /** Ids between them. */
  readonly room: number
}

function tokenize(text: string, pairs: BytePairs, { start, end, room }: Frame): Tokenized {
  const body: number[] = []
  let words = 0
  for (const each of cleanText(text, 'lower').match(word) ?? []) {
    words++
    if (body.length > room) continue
    // A text may spell them, there as here.
    if (each === startMark) body.push(start)
    else if (each === endMark) body.push(end)
    else for (const id of pairs.encode(each)) if (body.push(id) > room) break
  }
  const truncated = body.length > room
  return { ids: [start, ...(truncated ? body.slice(0, room) : body), end], words, unknown: 0, truncated }
}
