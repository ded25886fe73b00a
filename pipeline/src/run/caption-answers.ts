import { RunError } from '@warc2dataset/schemas'
import type { Answers } from '@warc2dataset/stages/caption/ask-once'
import {
  CAPTION_KINDS,
  type CaptionKind,
  type CaptionOutcome,
} from '@warc2dataset/stages/caption/caption-outcome'
import { z } from 'zod'
import { parseStored } from '../commits/parse-stored.js'
import type { Storage } from '../storage/storage.js'

const tokens = { tokensIn: z.number().int().nullable(), tokensOut: z.number().int().nullable() }
const isKind = (kind: string): kind is CaptionKind => kind in CAPTION_KINDS

/** captions/answers/<2 hex>/<key>.json: one answer of a model, for good. */
const answerSchema = z.strictObject({
  version: z.literal(1),
  model: z.string(),
  prompt_sha256: z.string(),
  outcome: z.union([
    z.strictObject({
      kind: z.literal('written'),
      text: z.string(),
      finish: z.string().nullable(),
      ...tokens,
    }),
    z.strictObject({ kind: z.string(), detail: z.string(), ...tokens }),
  ]),
})

const nameOf = (key: string): string => `captions/answers/${key.slice(0, 2)}/${key}.json`

/**
 * What a model answered in this run, by cache key. Create-only: of two answers under one key the first stands.
 * @throws RunError exit 10, from `get`, for a file that somebody else wrote
 */
export function openAnswers(storage: Storage, model: string): Answers {
  const get = async (key: string): Promise<CaptionOutcome | null> => {
    const bytes = await storage.get(nameOf(key))
    if (bytes === null) return null
    const name = `${storage.place}/${nameOf(key)}`
    const { outcome } = parseStored(answerSchema, bytes, name)
    if ('text' in outcome) return outcome
    const { kind, ...rest } = outcome
    if (isKind(kind) && kind !== 'written') return { kind, ...rest }
    throw new RunError('accounts', `Expected an outcome of this version in ${name}, got ${kind}`)
  }
  return {
    get,
    put: async (key, prompt, outcome) => {
      const record = { version: 1, model, prompt_sha256: prompt, outcome } satisfies z.input<
        typeof answerSchema
      >
      const isFirst = await storage.create(nameOf(key), Buffer.from(`${JSON.stringify(record)}\n`))
      return isFirst ? outcome : ((await get(key)) ?? outcome)
    },
  }
}
