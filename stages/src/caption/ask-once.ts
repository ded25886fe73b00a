import { createHash } from 'node:crypto'
import { fitArea, type PictureSize } from '../picture/fit-area.js'
import { captionKey } from './caption-key.js'
import { type CaptionOutcome, isRetryable, type NoCaption } from './caption-outcome.js'
import type { CaptionPicture } from './caption-question.js'
import type { Answered } from './caption-shard.js'
import type { CaptionedSample } from './captioned-sample.js'

/** What models answered before, by `captionKey`: whoever was asked once is never asked again. */
export interface Answers {
  readonly get: (key: string) => Promise<CaptionOutcome | null>
  /** Stores an answer, durably before it resolves; gives what stands, which another may have stored first. */
  readonly put: (key: string, prompt: string, outcome: CaptionOutcome) => Promise<CaptionOutcome>
}

export interface AskOnceOptions {
  readonly model: string
  /** The question of each candidate: `promptHash` and seed. */
  readonly candidates: readonly { readonly prompt: string; readonly seed: number | null }[]
  /** True: the alt goes along. */
  readonly fuse: boolean
  /** Larger pictures are sent scaled down to this area, px². */
  readonly maxArea: number
  /** Bytes of a stored picture. */
  readonly readPicture: (offset: number, size: number) => Promise<Buffer>
  /** The picture scaled down as a JPEG, or why there is none. */
  readonly shrink: (jpeg: Buffer, size: PictureSize, signal: AbortSignal) => Promise<Buffer | NoCaption>
  /** What stands for every further question, before a picture is made ready for it; null: ask. May throw. */
  readonly refusal: () => NoCaption | null
  readonly ask: (picture: CaptionPicture, signal: AbortSignal) => Promise<CaptionOutcome>
  readonly answers: Answers
  /** Works while no other, in whatever process, works under the same key. */
  readonly alone: <T>(key: string, work: () => Promise<T>) => Promise<T>
}

/**
 * The answers about one sample, asked only where none is stored. Equal pictures share one, whatever their samples. What
 * a model answered is stored before anything else happens; that it could not be asked is not.
 */
export function openAskOnce(
  options: AskOnceOptions,
): (sample: CaptionedSample, signal: AbortSignal) => Promise<readonly Answered[]> {
  const { model, candidates, fuse, readPicture, answers, alone, refusal, ask } = options
  return async (sample, signal) => {
    const jpeg = await readPicture(Number(sample.tar_offset), Number(sample.tar_size))
    const sha256 = createHash('sha256').update(jpeg).digest('hex')
    let fitting: Promise<Buffer | NoCaption> | null = null
    const answer = async (seed: number | null): Promise<CaptionOutcome> => {
      const refused = refusal()
      if (refused !== null) return refused
      fitting ??= fit(sample, jpeg, options, signal)
      const sent = await fitting
      if (!Buffer.isBuffer(sent)) return sent
      return ask({ key: sample.key, jpeg: sent, alt: sample.text, seed }, signal)
    }
    const answered: Answered[] = []
    for (const { prompt, seed } of candidates) {
      const key = captionKey({ sha256, model, prompt, fusedAlt: fuse ? sample.text : null })
      const before = await answers.get(key)
      answered.push(
        before !== null
          ? { outcome: before, isKnown: true }
          : await alone(key, async () => {
              const meanwhile = await answers.get(key)
              if (meanwhile !== null) return { outcome: meanwhile, isKnown: true }
              const outcome = await answer(seed)
              const stands = isRetryable(outcome.kind) ? outcome : await answers.put(key, prompt, outcome)
              return { outcome: stands, isKnown: false }
            }),
      )
    }
    return answered
  }
}

async function fit(
  { width, height }: CaptionedSample,
  jpeg: Buffer,
  { maxArea, shrink }: AskOnceOptions,
  signal: AbortSignal,
): Promise<Buffer | NoCaption> {
  const size = fitArea({ width, height }, maxArea)
  return size.width === width && size.height === height ? jpeg : shrink(jpeg, size, signal)
}
