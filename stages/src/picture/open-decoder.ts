import { openChildPool, type PoolOptions } from './child-pool.js'
import { type PictureOutcome, refuse } from './picture-outcome.js'
import { sniffFormat } from './sniff-format.js'

export type DecoderOptions = PoolOptions

export interface DecoderStats {
  /** Outcomes given. */
  readonly decodes: number
  /** Processes started, the first ones included. */
  readonly spawned: number
  /** Children that died or were killed for a timeout while they had a picture. */
  readonly crashes: number
}

export interface Decoder {
  /** Exactly one outcome for any bytes. Rejects and waits as `run` of the pool does. */
  readonly decode: (bytes: Buffer, signal: AbortSignal) => Promise<PictureOutcome>
  /** Rejects what is pending, kills the children and waits until they are gone. May be called again. */
  readonly close: () => Promise<void>
  readonly stats: () => DecoderStats
}

/** Turns hostile bytes into pictures that can be stored, in children of its own (`openChildPool`). */
export async function openDecoder(options: DecoderOptions): Promise<Decoder> {
  const { limits } = options
  const pool = await openChildPool(options)
  let decodes = 0
  const decode = async (bytes: Buffer, signal: AbortSignal): Promise<PictureOutcome> => {
    pool.checkOpen(signal)
    const sniffed = sniffFormat(bytes)
    const outcome =
      'allowed' in sniffed
        ? await pool.run({ kind: 'decode', bytes, format: sniffed.allowed, limits }, signal)
        : refuse(sniffed.code, `the bytes look like: ${sniffed.refused}`)
    decodes++
    return outcome
  }
  return { decode, close: pool.close, stats: () => ({ decodes, ...pool.counts }) }
}
