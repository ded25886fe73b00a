import { askOfStored } from './ask-of-stored.js'
import { openChildPool, type PoolOptions } from './child-pool.js'
import type { CutOutcome } from './cut-stored.js'
import { checkPictureCut, type PictureCut } from './picture-cut.js'

export interface Cutter {
  /**
   * The part of a stored JPEG that is wanted, encoded anew. Exactly one outcome for any bytes; the size of the result is
   * not proven, for a picture may have taken its child over. Rejects with a `RangeError` for a cut that is none
   * (`checkPictureCut`), else rejects and waits as `run` of the pool does.
   */
  readonly cut: (jpeg: Buffer, cut: PictureCut, signal: AbortSignal) => Promise<CutOutcome>
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
}

/** Cuts stored pictures in children of its own (`openChildPool`). */
export async function openCutter(options: PoolOptions): Promise<Cutter> {
  const { limits } = options
  const pool = await openChildPool(options)
  const cut: Cutter['cut'] = async (bytes, { resized, crop }, signal) => {
    checkPictureCut({ resized, crop })
    return askOfStored<'cut'>(
      pool,
      { kind: 'cut', bytes, format: 'jpeg', cut: { resized, crop }, limits },
      signal,
    )
  }
  return { cut, close: pool.close }
}
