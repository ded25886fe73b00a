import { openChildPool, type PoolOptions } from './child-pool.js'
import type { PictureSize } from './fit-area.js'
import { refuse } from './picture-outcome.js'
import type { RgbOutcome } from './read-rgb.js'
import { sniffFormat } from './sniff-format.js'

export interface RgbReader {
  /**
   * A stored JPEG of this size, px, as rows of RGB: `width * height * 3` bytes, whatever the child says. Exactly one
   * outcome for any bytes: a picture kept as the site compressed it is still hostile. Rejects and waits as `run` of the
   * pool does.
   */
  readonly read: (jpeg: Buffer, size: PictureSize, signal: AbortSignal) => Promise<RgbOutcome>
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
}

/** Reads stored pictures whole, in children of its own (`openChildPool`). */
export async function openRgbReader(options: PoolOptions): Promise<RgbReader> {
  const { limits } = options
  const pool = await openChildPool(options)
  const read: RgbReader['read'] = async (bytes, { width, height }, signal) => {
    pool.checkOpen(signal)
    const sniffed = sniffFormat(bytes)
    if ('allowed' in sniffed && sniffed.allowed === 'jpeg') {
      return pool.run({ kind: 'rgb', bytes, format: 'jpeg', size: { width, height }, limits }, signal)
    }
    const looks = 'allowed' in sniffed ? sniffed.allowed : sniffed.refused
    return refuse('decode_error', `expected a stored JPEG, the bytes look like: ${looks}`)
  }
  return { read, close: pool.close }
}
