import { askOfStored } from './ask-of-stored.js'
import { openChildPool, type PoolOptions } from './child-pool.js'
import type { PictureSize } from './fit-area.js'
import type { RgbOutcome } from './read-rgb.js'

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
  const read: RgbReader['read'] = (bytes, { width, height }, signal) =>
    askOfStored<'rgb'>(pool, { kind: 'rgb', bytes, format: 'jpeg', size: { width, height }, limits }, signal)
  return { read, close: pool.close }
}
