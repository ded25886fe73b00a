import { join } from 'node:path'
import type { ModelManifest } from '@warc2dataset/schemas'
import { cleanText } from '../clean/clean-text.js'
import { type ClipModel, modelError } from '../model/load-model.js'
import { readHfJson } from './read-hf-json.js'
import type { Tokenized, Vocabulary } from './tokenizer.js'

/** How a manifest describes this tokenizer. */
export type HfTokenizer = Extract<ModelManifest['text']['tokenizer'], { kind: 'hf_json' }>

/** Ids that stand around those of a text. */
interface Frame {
  readonly before: readonly number[]
  readonly behind: readonly number[]
}

/** Code units of a text that are read: 60 times what fits into a context, and the library stands long for more. */
const mostRead = 8192

/** What a tokenizer.json that does not work fails on, before a text of the web does. */
const probes = [
  'a',
  '',
  ' ',
  'A photo of 2 cats, it’s “fine” …',
  'Ünïcödé 東京 русский 🎈\u200d',
  '<s></s>[CLS]',
]

/**
 * A tokenizer.json of Hugging Face's tokenizers, run by `@huggingface/tokenizers` (which neither cuts nor pads). A
 * text is cleaned first as the manifest says, its first 8192 code units are read, and it loses tokens, never
 * what the post-processor or `end` adds. With `end` the post-processor adds nothing. Rejects with
 * `RunError('model', …)` if the file does not work; a text on which the library fails throws one, too.
 */
export async function openHfJson(model: ClipModel, tokenizer: HfTokenizer): Promise<Vocabulary> {
  const { context, pad } = model.manifest.text
  const { end, clean, vocabulary } = tokenizer
  const file = await readHfJson(model, join(model.folder, vocabulary.file))
  const encode = await openEncoder(model, file.json)

  const lastId = Math.max(file.lastId, end ?? 0)
  const frame = end === null ? findFrame(encode) : { before: [], behind: [end] }
  const room = context - (frame?.before.length ?? 0) - (frame?.behind.length ?? 0)
  const problems = [
    ...(pad > lastId ? [`text.pad: Expected an id of at most ${lastId}, got ${pad}`] : []),
    ...(frame === null
      ? ['text.tokenizer.vocabulary: Expected special tokens around a text, got another post_processor']
      : []),
    ...(room < 1 ? [`text.context: Expected room for a token beside the special ones, got ${context}`] : []),
  ]
  if (frame === null || problems.length > 0) throw modelError(model, problems)

  const tokenize = (text: string): Tokenized => {
    const read = text.slice(0, mostRead).toWellFormed()
    const body = encode(cleanText(read, clean), false)
    const seen = body.slice(0, room)
    return {
      ids: [...frame.before, ...seen, ...frame.behind],
      words: body.length,
      unknown: seen.filter((id) => id === file.unknownId).length,
      truncated: body.length > room || text.length > mostRead,
    }
  }
  for (const probe of probes) tokenize(probe)
  return { tokenize, lastId }
}

type Encode = (text: string, special: boolean) => readonly number[]

async function openEncoder(model: ClipModel, json: object): Promise<Encode> {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      const got = String(error).slice(0, 200)
      throw modelError(model, [`text.tokenizer.vocabulary: Expected a tokenizer.json that works, got ${got}`])
    }
  }
  // Only models of this kind need it.
  const { Tokenizer } = await import('@huggingface/tokenizers')
  const library = attempt(() => new Tokenizer(json, {}))
  return (text, special) =>
    attempt(() => {
      const encoded = library.encode(text, { add_special_tokens: special })
      const ids: readonly (number | undefined)[] = encoded.ids
      return ids.map((id) => {
        if (id === undefined || !Number.isInteger(id))
          throw new Error(`no id for a token of ${text.slice(0, 80)}`)
        return id
      })
    })
}

/** What the post-processor adds to a text; null: something else than ids before and behind it. */
function findFrame(encode: Encode): Frame | null {
  const [bare, whole] = [encode('a', false), encode('a', true)]
  for (let at = 0; bare.length > 0 && at + bare.length <= whole.length; at++) {
    if (!bare.every((id, i) => whole[at + i] === id)) continue
    return { before: whole.slice(0, at), behind: whole.slice(at + bare.length) }
  }
  return null
}
