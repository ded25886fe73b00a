/** What a VAE makes of one picture: the mean, as the encoder gives it (scaled or not: its manifest says). */
export interface Latent {
  /** [channels, height, width] in C order; all finite, as float16 too. */
  readonly data: Float32Array
  readonly channels: number
  /** Cells: those of the picture divided by the factor of the VAE. */
  readonly height: number
  readonly width: number
}
