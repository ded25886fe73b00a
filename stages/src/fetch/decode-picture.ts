import { createHash } from 'node:crypto'
import { type Downloaded, dropped, failed, kept, type Outcome, type Sample } from '@warc2dataset/schemas'
import { openDecoder } from '../picture/open-decoder.js'
import type { PictureLimits } from '../picture/picture-limits.js'
import type { PictureOutcome } from '../picture/picture-outcome.js'
import { prohibitsMining } from '../signals/data-mining.js'
import type { Stage } from '../stage.js'

export interface DecodeOptions {
  readonly limits: PictureLimits
  /** Decoder processes of this worker. */
  readonly children: number
  /** Drop pictures whose XMP prohibits data mining (`opt_out.xmp`). */
  readonly refuseDataMining: boolean
  /** Hand the bytes on as they came (`fetch.keep_original`). */
  readonly keepOriginal: boolean
}

export const DECODE_PICTURE = { name: 'decode-picture', version: 2 } as const

/** Decodes hostile bytes in disposable children, and makes the stored picture: upright, sRGB, of the size that `limits` say. */
export function decodePicture(options: DecodeOptions): Stage<Downloaded, Sample> {
  return {
    ...DECODE_PICTURE,
    open: async ({ count }) => {
      const decoder = await openDecoder({ limits: options.limits, children: options.children })
      return {
        process: (batch, signal) => {
          count('pictures_decoded', batch.length)
          return Promise.all(
            batch.map(async (row) => toOutcome(row, await decoder.decode(row.body, signal), options)),
          )
        },
        close: decoder.close,
      }
    },
  }
}

function toOutcome(
  row: Downloaded,
  picture: PictureOutcome,
  { refuseDataMining, keepOriginal }: DecodeOptions,
): Outcome<Sample> {
  if (picture.ok) {
    const value = picture.dataMining
    if (!refuseDataMining || value === null || !prohibitsMining(value))
      return kept(toSample(row, picture, keepOriginal))
    return dropped('xmp_data_mining', { filter: 'opt_out.xmp', score: null, value, pass: false })
  }
  const verdict = { filter: `fetch.${picture.code}`, score: null, value: picture.detail, pass: false }
  switch (picture.code) {
    case 'format_not_allowed':
    case 'too_many_pixels':
    case 'too_long':
      return dropped(picture.code, verdict)
    default:
      return failed(picture.code, false, picture.detail)
  }
}

function toSample(
  { body, content_type, ...row }: Downloaded,
  picture: PictureOutcome & { ok: true },
  keepOriginal: boolean,
): Sample {
  return {
    ...row,
    jpeg: picture.jpeg,
    original: keepOriginal ? body : null,
    width: picture.width,
    height: picture.height,
    original_width: picture.originalWidth,
    original_height: picture.originalHeight,
    md5: createHash('md5').update(body).digest('hex'),
    sha256: createHash('sha256').update(body).digest('hex'),
    phash: picture.phash,
    dhash: picture.dhash,
    brightness: picture.brightness,
    contrast: picture.contrast,
    xmp_data_mining: picture.dataMining,
    format: picture.format,
    content_type,
    original_bytes: body.length,
    reencoded: picture.reencoded,
    exif_orientation: picture.orientation,
  }
}
