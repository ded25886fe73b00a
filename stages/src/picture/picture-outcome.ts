import type { PixelMeasures } from './measure-pixels.js'
import type { PictureFormat } from './sniff-format.js'

/** Why a picture gives no pixels. The names are reasons and codes of the ledger (schemas/outcome). */
export type PictureFailure =
  | 'not_an_image'
  | 'format_not_allowed'
  | 'too_many_pixels'
  | 'too_long'
  | 'decode_error'
  | 'decode_timeout'
  | 'decode_memory'
  | 'decode_crash'

/**
 * A picture that can be stored. Measured are the pixels of `jpeg`; of one that was encoded anew, those that the encoder
 * got.
 */
export interface StoredPicture extends PixelMeasures {
  readonly ok: true
  /** Upright 8-bit sRGB or grayscale JPEG without metadata; the same input gives the same bytes. */
  readonly jpeg: Buffer
  /** Size of `jpeg` in pixels. */
  readonly width: number
  readonly height: number
  /** Size of the picture as found, in pixels, after its EXIF orientation is applied (one frame of an animation). */
  readonly originalWidth: number
  readonly originalHeight: number
  readonly format: PictureFormat
  /** False if `jpeg` holds the site's own compressed data: still hostile for every later decoder. */
  readonly reencoded: boolean
  /** EXIF orientation found, 1–8; 1 if there is none. */
  readonly orientation: number
  /** Some pixel of the picture at its stored size was not opaque (before flattening on white). */
  readonly hadAlpha: boolean
  /** Frames in the file; only the first is stored. */
  readonly frames: number
  /** What its XMP says of data mining, see `dataMining`; null: nothing. */
  readonly dataMining: string | null
}

export interface RefusedPicture {
  readonly ok: false
  readonly code: PictureFailure
  /** For people: at most 200 characters, no control characters. */
  readonly detail: string
}

/** Exactly one per picture. */
export type PictureOutcome = StoredPicture | RefusedPicture

const maxDetail = 200

/** A refusal whose detail is safe to print: decoders quote bytes of the file in their messages. */
export function refuse(code: PictureFailure, detail: string): RefusedPicture {
  const printable = detail.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim()
  return { ok: false, code, detail: [...printable].slice(0, maxDetail).join('').slice(0, maxDetail).trim() }
}

/** True for messages of libvips, its codecs, glib, C++ and V8 that say that memory ran out. */
export function saysOutOfMemory(message: string): boolean {
  // libheif reports headers that contradict the data as a "memory allocation error", too.
  return outOfMemory.test(message) && !/security limit/i.test(message)
}

/** A thread that cannot be created lacks room for its stack: seen first when a child is just short of memory. */
const outOfMemory =
  /out of memory|insufficient memory|cannot allocate|unable to allocate|failed to allocate|bad_alloc|memory allocation|allocation (failed|failure|error)|error creating thread/i
