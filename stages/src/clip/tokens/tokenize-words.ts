import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModelManifest, RunError } from '@warc2dataset/schemas'
import { normaliseText } from '../clean/normalise-text.js'
import { type ClipModel, modelError } from '../model/load-model.js'
import type { Tokenized, Vocabulary } from './tokenizer.js'

/** How a manifest describes this tokenizer. */
export type WordsTokenizer = Extract<ModelManifest['text']['tokenizer'], { kind: 'words' }>

/**
 * Reads the vocabulary: the word on line n, counted from 0, has the id n. Words are runs of letters and digits of
 * the lower-cased text in NFC. Rejects with `RunError('model', …)` if the file does not fit the manifest.
 */
export async function openWords(model: ClipModel, tokenizer: WordsTokenizer): Promise<Vocabulary> {
  const { context } = model.manifest.text
  const { file } = tokenizer.vocabulary
  const lines = await readVocabulary(join(model.folder, file))
  const problems = vocabularyProblems(lines, model.manifest.text.pad, tokenizer.unknown)
  if (problems.length > 0) throw modelError(model, problems)
  const ids = new Map(lines.map((word, id) => [word, id]))
  return { tokenize: (text) => tokenize(text, ids, context, tokenizer.unknown), lastId: lines.length - 1 }
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
  for (const [each] of normaliseText(text).toLowerCase().matchAll(word)) {
    words++
    if (ids.length === context) continue
    const id = vocabulary.get(each)
    if (id === undefined) unknown++
    ids.push(id ?? unknownId)
  }
  return { ids, words, unknown, truncated: words > ids.length }
}

function vocabularyProblems(lines: readonly string[], pad: number, unknown: number): readonly string[] {
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
    ...special('text.pad', pad),
    ...special(`${field}.unknown`, unknown),
  ]
}
