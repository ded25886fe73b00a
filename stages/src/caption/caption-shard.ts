import { type CaptionRow, captionColumns, column, nullable, type RowOf } from '@warc2dataset/schemas'
import { type Duck, identifier } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openRowWriter, openTable } from '../parquet/row-writer.js'
import { type CaptionOutcome, isRetryable } from './caption-outcome.js'
import type { CaptionedSample, captionedSampleColumns } from './captioned-sample.js'
import { eachAtOnce } from './each-at-once.js'
import type { RankCaptions } from './rank-captions.js'

/** What stands for one candidate of one picture. */
export interface Answered {
  readonly outcome: CaptionOutcome
  /** True: it was asked before, by whomever. */
  readonly isKnown: boolean
}

export interface CaptionShardInput {
  /** SQL of `captionedSamplesSql`. */
  readonly samples: string
  /** Exactly one answer for each candidate, in their order. */
  readonly caption: (sample: CaptionedSample, signal: AbortSignal) => Promise<readonly Answered[]>
  /** Samples under way at once. */
  readonly atOnce: number
  /** Model that is asked. */
  readonly model: string
  /** Hash of the question of each candidate. */
  readonly prompts: readonly string[]
  /** True if the alt of such a sample goes along. */
  readonly isFused: (text: string) => boolean
  /** Null: nothing has a similarity. */
  readonly rank: RankCaptions | null
  readonly signal: AbortSignal
  /** A picture is through, with all its candidates. */
  readonly progress: (pictures: number) => void
}

export interface CaptionTally {
  readonly pictures: number
  /** Candidates by outcome, in the order of their names. */
  readonly outcomes: Readonly<Record<string, number>>
  /** Candidates without an answer of the model: they may be asked again. */
  readonly open: number
  /** Candidates that were answered before. */
  readonly known: number
  /** What the answers that were not known cost, as far as the server says. */
  readonly tokensIn: number
  readonly tokensOut: number
}

export const CAPTION_SHARD = { name: 'caption-shard', version: 1 } as const

const answeredColumns = {
  ...captionColumns,
  primary_row: nullable('int64', 'Row of the picture embedding by the primary scorer.'),
  is_open: column('bool', 'True: it may be asked again.'),
} as const
type AnsweredRow = RowOf<typeof answeredColumns>

const BATCH_ROWS = 256
const ORDER = '"key", candidate'

/**
 * Asks about the samples of a shard, and writes a row for each of them and candidate. Answers come in any order and wait
 * in a table that spills; they are scored in the order of their keys, so that equal answers give equal bytes.
 */
export async function captionShard(
  duck: Duck,
  input: CaptionShardInput,
  path: string,
): Promise<CaptionTally> {
  const { rank, signal } = input
  const { pictures, known, tokensIn, tokensOut } = await askAll(duck, input)
  const writer = await openRowWriter(duck, 'captions', captionColumns)
  const outcomes = new Map<string, number>()
  let open = 0
  const sql = `FROM answered ORDER BY ${ORDER}`
  for await (const rows of readRows<typeof answeredColumns>(duck, sql, BATCH_ROWS)) {
    signal.throwIfAborted()
    const scores = rank === null ? [] : await rank(rows)
    writer.write(rows.map((row, index) => ({ ...captionRow(row), similarity: scores[index] ?? null })))
    for (const { outcome, is_open } of rows) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (is_open) open += 1
    }
  }
  await writer.finish(path, ORDER)
  await duck.run(`DROP TABLE ${identifier('answered')}`)
  return {
    pictures,
    outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
    open,
    known,
    tokensIn,
    tokensOut,
  }
}

/** Leaves table `answered`. */
async function askAll(
  duck: Duck,
  input: CaptionShardInput,
): Promise<Pick<CaptionTally, 'pictures' | 'known' | 'tokensIn' | 'tokensOut'>> {
  const { samples, caption, atOnce, signal, progress } = input
  const answered = await openTable(duck, 'answered', answeredColumns)
  let pictures = 0
  let known = 0
  let tokensIn = 0
  let tokensOut = 0
  await eachAtOnce(eachSample(duck, samples), atOnce, async (sample) => {
    signal.throwIfAborted()
    const answers = await caption(sample, signal)
    answered.write(answers.map(({ outcome }, candidate) => answeredRow(sample, candidate, outcome, input)))
    for (const { outcome, isKnown } of answers) {
      if (isKnown) known += 1
      else {
        tokensIn += outcome.tokensIn ?? 0
        tokensOut += outcome.tokensOut ?? 0
      }
    }
    pictures += 1
    progress(1)
  })
  answered.close()
  return { pictures, known, tokensIn, tokensOut }
}

async function* eachSample(duck: Duck, sql: string): AsyncGenerator<CaptionedSample> {
  for await (const batch of readRows<typeof captionedSampleColumns>(duck, sql, BATCH_ROWS)) yield* batch
}

function answeredRow(
  { key, text, primary_row }: CaptionedSample,
  candidate: number,
  outcome: CaptionOutcome,
  { model, prompts, isFused }: CaptionShardInput,
): AnsweredRow {
  const { kind, tokensIn, tokensOut } = outcome
  const isWritten = kind === 'written'
  return {
    key,
    candidate,
    outcome: kind,
    text: isWritten ? outcome.text : null,
    similarity: null,
    detail: isWritten ? null : outcome.detail,
    caption_model: model,
    prompt_sha256: prompts[candidate] ?? '',
    fused: isFused(text),
    tokens_in: tokensIn === null ? null : Math.min(tokensIn, MAX_INT32),
    tokens_out: tokensOut === null ? null : Math.min(tokensOut, MAX_INT32),
    primary_row,
    is_open: isRetryable(kind),
  }
}

/** A server may say any number. */
const MAX_INT32 = 2 ** 31 - 1

function captionRow({ primary_row: _row, is_open: _open, ...row }: AnsweredRow): CaptionRow {
  return row
}
