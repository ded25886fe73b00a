import type { PreprocessSpec } from '../clip/pixels/preprocess.js'
import { askOfStored } from './ask-of-stored.js'
import { openChildPool, type PoolOptions } from './child-pool.js'
import type { PixelOutcome } from './read-pixels.js'

export interface PixelReader {
  /**
   * Pixels of a stored JPEG as each of the models wants them, from one decode. Exactly one outcome for any bytes: a
   * picture kept as the site compressed it is still hostile. Rejects and waits as `run` of the pool does.
   */
  readonly read: (
    jpeg: Buffer,
    specs: readonly PreprocessSpec[],
    signal: AbortSignal,
  ) => Promise<PixelOutcome>
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
}

/** Reads stored pictures in children of its own (`openChildPool`). */
export async function openPixelReader(options: PoolOptions): Promise<PixelReader> {
  const { limits } = options
  const pool = await openChildPool(options)
  const read: PixelReader['read'] = (bytes, specs, signal) =>
    askOfStored<'pixels'>(pool, { kind: 'pixels', bytes, format: 'jpeg', specs, limits }, signal)
  return { read, close: pool.close }
}
