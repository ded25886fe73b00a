import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModelManifest, RunError } from '@warc2dataset/schemas'
import { type ClipModel, modelError } from './load-model.js'

/** What a model sees of a text. */
export interface Tokenized {
  /** At most `context` of them, without padding; empty for a text without a word. */
  readonly ids: readonly number[]
  /** Words of the text. */
  readonly words: number
  /** Words among `ids` that the vocabulary does not have. */
  readonly unknown: number
  /** The text has more words than `context`. */
  readonly truncated: boolean
}

export type Tokenizer = (text: string) => Tokenized

/**
 * Reads the vocabulary: the word on line n, counted from 0, has the id n. Words are runs of letters and digits of
 * the lower-cased text in NFC. Rejects with `RunError('model', …)` if the file does not fit the manifest.
 */
export async function openTokenizer(model: ClipModel): Promise<Tokenizer> {
  const { context, tokenizer } = model.manifest.text
  const { file } = tokenizer.vocabulary
  const lines = await readVocabulary(join(model.folder, file))
  const problems = vocabularyProblems(lines, model.manifest)
  if (problems.length > 0) throw modelError(model, problems)
  const ids = new Map(lines.map((word, id) => [word, id]))
  return (text) => tokenize(text, ids, context, tokenizer.unknown)
}

/** True if more of what the model sees is unknown to it than its manifest allows; a text without a word is. */
export function isOutOfVocabulary({ ids, unknown }: Tokenized, { text }: ModelManifest): boolean {
  return ids.length === 0 || unknown > text.tokenizer.max_unknown * ids.length
}

async function readVocabulary(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RunError('model', `Expected a vocabulary at ${path}, got ${String(error)}`, { cause: error })
  })
  return text.replace(/\n$/, '').split('\n')
}

const word = /[\p{L}\p{N}]+/gu

function tokenize(
  text: string,
  vocabulary: ReadonlyMap<string, number>,
  context: number,
  unknownId: number,
): Tokenized {
  const ids: number[] = []
  let words = 0
  let unknown = 0
  for (const [each] of text.normalize('NFC').toLowerCase().matchAll(word)) {
    words++
    if (ids.length === context) continue
    const id = vocabulary.get(each)
    if (id === undefined) unknown++
    ids.push(id ?? unknownId)
  }
  return { ids, words, unknown, truncated: words > ids.length }
}

function vocabularyProblems(lines: readonly string[], { text }: ModelManifest): readonly string[] {
  const field = 'text.tokenizer'
  const last = lines.length - 1
  const seen = new Set<string>()
  const twice = lines.filter((line) => seen.has(line) || !seen.add(line))
  const special = (name: string, id: number) => {
    const line = lines[id]
    if (line === undefined) return [`${name}: Expected an id of at most ${last}, got ${id}`]
    // A line that a text can spell would let it write the id.
    return line.match(word)?.[0] === line
      ? [`${name}: Expected no word on line ${id} of the vocabulary, got ${line}`]
      : []
  }
  return [
    ...twice.slice(0, 5).map((line) => `${field}.vocabulary: Expected each word once, got ${line} again`),
    ...special('text.pad', text.pad),
    ...special(`${field}.unknown`, text.tokenizer.unknown),
  ]
}
