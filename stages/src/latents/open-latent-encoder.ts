import type { Provider } from '../clip/model/open-tower.js'
import { openRgbReader, type RgbReader } from '../picture/open-rgb-reader.js'
import type { PictureLimits } from '../picture/picture-limits.js'
import { vaeFileProblems } from './check-vae.js'
import { loadVae, type Vae, vaeError } from './load-vae.js'
import { type OpenVae, openVae } from './open-vae.js'

/** A VAE ready to encode: one owner of its device, decoder processes for the pictures beside it. */
export interface LatentEncoder {
  readonly vae: Vae
  readonly opened: OpenVae
  readonly pictures: RgbReader
  /** True once the device or the session is lost. */
  readonly isSpent: () => boolean
  readonly close: () => Promise<void>
}

export interface LatentEncoderOptions {
  readonly manifest: string
  readonly provider: Provider
  readonly batchSize: number
  /** Threads of one inference. */
  readonly threads: number
  /** Decoder processes, and what a picture may cost in one. */
  readonly children: number
  readonly limits: PictureLimits
  /** Opens the VAE's decoder as well; the manifest must have one. */
  readonly decoder?: boolean
}

/** Opens a VAE for stored pictures. @throws RunError exit 5 if it is not what its manifest says. */
export async function openLatentEncoder(options: LatentEncoderOptions): Promise<LatentEncoder> {
  const { manifest, provider, batchSize, threads, children, limits, decoder = false } = options
  const vae = await loadVae(manifest)
  // Hashed again here: between the start of a run and this session there may be days.
  const changed = await vaeFileProblems(vae)
  if (changed.length > 0) throw vaeError(vae, changed)
  const pictures = await openRgbReader({ limits, children })
  const opened = await openVae({ vae, provider, batchSize, threads, decoder }).catch(
    async (error: unknown) => {
      await pictures.close()
      throw error
    },
  )
  const close = async (): Promise<void> => {
    await Promise.all([opened.close(), pictures.close()])
  }
  return { vae, opened, pictures, isSpent: opened.isSpent, close }
}
