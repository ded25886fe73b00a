import { createHash } from 'node:crypto'
import { type Downloaded, dropped, failed, kept, type Outcome, type Sample } from '@warc2dataset/schemas'
import { openDecoder } from '../picture/open-decoder.js'
import type { PictureLimits } from '../picture/picture-limits.js'
import type { PictureOutcome } from '../picture/picture-outcome.js'
import type { Stage } from '../stage.js'

export interface DecodeOptions {
  readonly limits: PictureLimits
  /** Decoder processes of this worker. */
  readonly children: number
}

export const DECODE_PICTURE = { name: 'decode-picture', version: 1 } as const

/** Decodes hostile bytes in disposable children, and makes the stored picture: upright, sRGB, within the area. */
export function decodePicture({ limits, children }: DecodeOptions): Stage<Downloaded, Sample> {
  return {
    ...DECODE_PICTURE,
    open: async ({ count }) => {
      const decoder = await openDecoder({ limits, children })
      return {
        process: (batch, signal) => {
          count('pictures_decoded', batch.length)
          return Promise.all(batch.map(async (row) => toOutcome(row, await decoder.decode(row.body, signal))))
        },
        close: decoder.close,
      }
    },
  }
}

function toOutcome(row: Downloaded, picture: PictureOutcome): Outcome<Sample> {
  if (picture.ok) return kept(toSample(row, picture))
  const verdict = { filter: `fetch.${picture.code}`, score: null, value: picture.detail, pass: false }
  switch (picture.code) {
    case 'format_not_allowed':
    case 'too_many_pixels':
      return dropped(picture.code, verdict)
    default:
      return failed(picture.code, false, picture.detail)
  }
}

function toSample(
  { body, content_type, ...row }: Downloaded,
  picture: PictureOutcome & { ok: true },
): Sample {
  return {
    ...row,
    jpeg: picture.jpeg,
    width: picture.width,
    height: picture.height,
    original_width: picture.originalWidth,
    original_height: picture.originalHeight,
    md5: createHash('md5').update(body).digest('hex'),
    sha256: createHash('sha256').update(body).digest('hex'),
    phash: picture.phash,
    format: picture.format,
    content_type,
    original_bytes: body.length,
    reencoded: picture.reencoded,
    exif_orientation: picture.orientation,
  }
}
