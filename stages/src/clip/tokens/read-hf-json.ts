import { type ClipModel, modelError } from '../model/load-model.js'
import { readSmall } from './read-small.js'

/** A tokenizer.json that was looked through: what is handed to the library, and what it says of its ids. */
export interface HfJson {
  readonly json: object
  readonly lastId: number
  /** Id of what the vocabulary does not have; null: it has everything or leaves it out. */
  readonly unknownId: number | null
}

/** The largest of today, of 256,000 pieces, has 34 MB. */
const mostBytes = 2 ** 27
const mostTokens = 2 ** 21
const longestToken = 1024
/** Of all tokens together: the library keeps a tree with a node for each. */
const mostLetters = 2 ** 24
const mostNodes = 10_000
const deepest = 32

type Fields = Readonly<Record<string, unknown>>
type Entry = readonly [token: unknown, id: unknown]

/**
 * Reads a tokenizer.json of Hugging Face's tokenizers as far as the library would trip over it: kinds of its fields,
 * sizes and depth. Rejects with `RunError('model', …)`.
 */
export async function readHfJson(model: ClipModel, path: string): Promise<HfJson> {
  const fail = (expected: string, got: string) =>
    modelError(model, [`text.tokenizer.vocabulary: Expected ${expected}, got ${got}`])

  const whole = await readJson(path).catch((error: unknown) => {
    throw fail(`a tokenizer.json at ${path}`, String(error).slice(0, 200))
  })
  if (!isFields(whole) || !isFields(whole['model'])) throw fail('an object with a model', kindOf(whole))
  const core = whole['model']
  const added = whole['added_tokens'] ?? []
  if (!Array.isArray(added) || !added.every(isFields)) throw fail('objects as added_tokens', kindOf(added))

  const vocabulary = vocabularyOf(core)
  if (vocabulary.length === 0) throw fail('tokens in model.vocab', 'none')
  const entries = [...vocabulary, ...added.map((each): Entry => [each['content'], each['id']])]
  if (entries.length > mostTokens) throw fail(`at most ${mostTokens} tokens`, String(entries.length))
  let letters = 0
  let lastId = 0
  for (const [token, id] of entries) {
    const isToken = typeof token === 'string' && token.length <= longestToken
    const isId = typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < mostTokens
    if (!isToken || !isId) throw fail('short tokens with ids', JSON.stringify([token, id]).slice(0, 80))
    letters += token.length
    lastId = Math.max(lastId, id)
  }
  if (letters > mostLetters) throw fail(`tokens of at most ${mostLetters} letters`, String(letters))

  // It decodes nothing, and what it does not need cannot harm it.
  const json: Record<string, unknown> = { decoder: null, added_tokens: added, model: core }
  for (const step of ['normalizer', 'pre_tokenizer', 'post_processor'] as const) {
    json[step] = whole[step] ?? null
    if (!isSmall(json[step])) throw fail(`less than ${mostNodes} values, ${deepest} deep, in ${step}`, 'more')
  }
  return { json, lastId, unknownId: unknownIdOf(core, entries) }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse((await readSmall(path, mostBytes)).toString('utf8'))
}

/** Pairs of a Unigram model are [token, score], in the order of their ids. */
function vocabularyOf({ vocab }: Fields): readonly Entry[] {
  if (!Array.isArray(vocab)) return isFields(vocab) ? Object.entries(vocab) : []
  return vocab.map((pair: unknown, id): Entry => {
    const isPair = Array.isArray(pair) && typeof pair[1] === 'number'
    return [isPair ? pair[0] : pair, isPair ? id : null]
  })
}

function unknownIdOf({ unk_id, unk_token }: Fields, entries: readonly Entry[]): number | null {
  if (typeof unk_id === 'number') return unk_id
  const entry = unk_token === undefined ? undefined : entries.find(([token]) => token === unk_token)
  return typeof entry?.[1] === 'number' ? entry[1] : null
}

function isSmall(value: unknown): boolean {
  let nodes = 0
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    nodes += level.length
    if (nodes > mostNodes) return false
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []))
  }
  return level.length === 0
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
