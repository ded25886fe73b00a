import type { ModelManifest } from '@warc2dataset/schemas'
import { type RgbPixels, resizeExact, type Window } from './resize-exact.js'

/** How a model wants its pictures cut: the part of a manifest that a decoder child needs. */
export type PreprocessSpec = Readonly<Pick<ModelManifest['image'], 'size' | 'resize' | 'resample'>> & {
  /** fast: libvips scales down, close to Pillow but not equal. Not given: exact. */
  readonly quality?: 'exact' | 'fast'
}

/**
 * `size * size * 3` bytes, rows of RGB: the picture as the model sees it, before mean and deviation. `shortest` is
 * `Resize` and `CenterCrop` of torchvision as open_clip uses them (long side `floor(size * long / short)`, the
 * offset rounded half to even), `squash` scales both sides; pixels as Pillow gives them, bit for bit (`resizeExact`).
 */
export function preprocessPixels(
  rgb: Uint8Array,
  width: number,
  height: number,
  spec: PreprocessSpec,
): Uint8Array {
  const source: RgbPixels = { data: rgb, width, height }
  const size = scaledSize(width, height, spec)
  return resizeExact(source, size, spec.resample, centre(size, spec.size))
}

/** The whole picture at the model's scale, px. */
export function scaledSize(
  width: number,
  height: number,
  { size, resize }: PreprocessSpec,
): { readonly width: number; readonly height: number } {
  if (resize === 'squash') return { width: size, height: size }
  const long = Math.floor((size * Math.max(width, height)) / Math.min(width, height))
  return width <= height ? { width: size, height: long } : { width: long, height: size }
}

/** The part of the scaled picture that the model sees. */
export function centre({ width, height }: { width: number; height: number }, size: number): Window {
  return {
    left: roundHalfEven((width - size) / 2),
    top: roundHalfEven((height - size) / 2),
    width: size,
    height: size,
  }
}

/** `round` of Python. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value)
  if (value - low !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}

type Triple = ModelManifest['image']['mean']

/**
 * `(byte / 255 - mean) / std` in float32, planar: writes `pixels.length` pictures of rows of RGB bytes to the start
 * of `out` as [n, 3, size, size]. Throws a `RangeError` if a picture has another length than the first, or `out` is
 * too short.
 */
export function toTensor(pixels: readonly Uint8Array[], mean: Triple, std: Triple, out: Float32Array): void {
  const bytes = pixels[0]?.length ?? 0
  if (bytes % 3 !== 0 || pixels.some((each) => each.length !== bytes) || out.length < bytes * pixels.length) {
    const got = pixels.map((each) => each.length).join(', ')
    throw new RangeError(`Expected pictures of one length for a tensor of ${out.length} floats, got ${got}`)
  }
  const plane = bytes / 3
  for (const channel of [0, 1, 2] as const) {
    const level = levels(mean[channel], std[channel])
    pixels.forEach((picture, n) => {
      let to = n * bytes + channel * plane
      for (let at = channel; at < bytes; at += 3) out[to++] = level[picture[at] as number] as number
    })
  }
}

/** Each step rounds to float32, as torchvision's `ToTensor` and `Normalize` do. */
function levels(mean: number, std: number): Float32Array {
  const f = Math.fround
  return Float32Array.from({ length: 256 }, (_, byte) => f(f(f(byte / 255) - f(mean)) / f(std)))
}
