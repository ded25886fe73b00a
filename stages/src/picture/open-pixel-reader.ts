import type { PreprocessSpec } from '../clip/pixels/preprocess.js'
import { openChildPool, type PoolOptions } from './child-pool.js'
import { refuse } from './picture-outcome.js'
import type { PixelOutcome } from './read-pixels.js'
import { sniffFormat } from './sniff-format.js'

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
  const read: PixelReader['read'] = async (bytes, specs, signal) => {
    pool.checkOpen(signal)
    const sniffed = sniffFormat(bytes)
    if ('allowed' in sniffed && sniffed.allowed === 'jpeg') {
      return pool.run({ kind: 'pixels', bytes, format: 'jpeg', specs, limits }, signal)
    }
    const looks = 'allowed' in sniffed ? sniffed.allowed : sniffed.refused
    return refuse('decode_error', `expected a stored JPEG, the bytes look like: ${looks}`)
  }
  return { read, close: pool.close }
}
