import type { ClipModel } from '../model/load-model.js'
import type { Provider } from '../model/open-tower.js'
import { splitRows } from './embed-rows.js'
import type { ToSession } from './session-messages.js'
import { startSession } from './start-session.js'

export interface EmbedderOptions {
  readonly model: ClipModel
  /** The one and only: see `probeProvider`. */
  readonly provider: Provider
  /** Most rows that the model computes at once; 1 or more. */
  readonly batchSize: number
  /** Threads of one operator on the CPU; 1 or more. */
  readonly threads: number
}

/** A vector of length 1 for each input, in order; null where the model gave NaN, an infinity or a length of 0. */
export type Vectors = readonly (Float32Array | null)[]

/**
 * Rejects with a `RangeError` for input of a wrong size, and with an `Error` if the device or the worker fails: then
 * nothing is known about any input. Calls wait for one another; at most two batches of a call are on their way.
 */
export interface Embedder {
  /** Pictures as `preprocessPixels` cuts them for this model. They stay the caller's. */
  readonly images: (pixels: readonly Uint8Array[]) => Promise<Vectors>
  /** Ids of a tokenizer of this model, without padding. */
  readonly texts: (ids: readonly (readonly number[])[]) => Promise<Vectors>
  /** Rejects what is pending and waits until the worker is gone. May be called again. */
  readonly close: () => Promise<void>
  /** What ran, for the record: never a part of what identifies a score. */
  readonly environment: Readonly<Record<'provider' | 'runtime', string>>
  /** Time that the device computed since it was opened, ms: with the time that went by, how busy it was kept. */
  readonly computeMs: () => number
  /** True once a run failed or the worker died: open another, in another process if the device is a GPU. */
  readonly isSpent: () => boolean
}

/**
 * Opens both towers in one worker thread, since a run blocks the event loop of its thread. Rejects with
 * `RunError('model', …)` if they do not open. An open embedder keeps the event loop alive until `close`.
 */
export async function openEmbedder(options: EmbedderOptions): Promise<Embedder> {
  const { model, provider, batchSize, threads } = options
  for (const [name, value] of Object.entries({ batchSize, threads })) {
    if (Number.isInteger(value) && value >= 1) continue
    throw new RangeError(`Expected an integer of at least 1 for ${name}, got ${value}`)
  }
  // The CPU takes any shape, and would compute the padding in vain.
  const fixedBatch = provider !== 'cpu'
  const session = await startSession({ model, provider, batchSize, fixedBatch, threads })

  const embed = async <T>(
    inputs: readonly T[],
    pack: (some: readonly T[]) => ToSession,
  ): Promise<Vectors> => {
    const vectors: (Float32Array | null)[] = []
    let sent: ReturnType<typeof session.run> | undefined
    for (let at = 0; at < inputs.length; at += batchSize) {
      const next = session.run(pack(inputs.slice(at, at + batchSize)))
      // If the batch before fails, nobody waits for this one.
      next.catch(() => {})
      if (sent !== undefined) vectors.push(...splitRows(await sent))
      sent = next
    }
    return sent === undefined ? vectors : [...vectors, ...splitRows(await sent)]
  }

  return {
    images: async (pixels) => embed(pixels, (some) => packPixels(some, model)),
    texts: async (ids) => embed(ids, (some) => packIds(some, model)),
    close: session.close,
    environment: { provider, runtime: session.runtime },
    computeMs: session.computeMs,
    isSpent: session.isSpent,
  }
}

function packPixels(pixels: readonly Uint8Array[], { manifest }: ClipModel): ToSession {
  const length = manifest.image.size ** 2 * 3
  const data = new Uint8Array(pixels.length * length)
  pixels.forEach((each, i) => {
    if (each.length !== length) {
      throw new RangeError(`Expected ${length} bytes for a picture, got ${each.length}`)
    }
    data.set(each, i * length)
  })
  return { tower: 'image', rows: pixels.length, data }
}

function packIds(texts: readonly (readonly number[])[], { manifest }: ClipModel): ToSession {
  const { context, pad } = manifest.text
  const data = new Int32Array(texts.length * context).fill(pad)
  texts.forEach((ids, i) => {
    if (ids.length > context)
      throw new RangeError(`Expected at most ${context} ids for a text, got ${ids.length}`)
    data.set(ids, i * context)
  })
  return { tower: 'text', rows: texts.length, data, lengths: Int32Array.from(texts, (ids) => ids.length) }
}
