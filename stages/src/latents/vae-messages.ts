import type { Provider } from '../clip/model/open-tower.js'
import type { Vae } from './load-vae.js'

/** What a VAE worker is started with. */
export interface VaeWorkerOptions {
  readonly vae: Vae
  readonly provider: Provider
  readonly threads: number
  /** Whether to open the decoder, too. */
  readonly decoder: boolean
}

/** Pictures or latents of one size; the buffer is handed over. */
export type VaeRequest = {
  readonly rows: number
  /** Of a picture, px. */
  readonly width: number
  readonly height: number
} & (
  | { readonly kind: 'encode' /** Rows of RGB, one picture after the other. */; readonly data: Uint8Array }
  | {
      readonly kind: 'decode' /** [rows, channels, height / factor, width / factor]. */
      readonly data: Float32Array
    }
)

/** Latents for `encode`, rows of RGB for `decode`. */
export interface VaeAnswer {
  readonly data: Float32Array | Uint8Array
  /** 1 for each row of finite numbers; the data of another means nothing. */
  readonly valid: Uint8Array
}
