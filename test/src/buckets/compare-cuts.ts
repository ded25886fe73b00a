import { isDeepStrictEqual } from 'node:util'
import { type BucketSpec, openBuckets, type Placement } from '@warc2dataset/stages/buckets/choose-bucket'
import { psnr } from '@warc2dataset/stages/latents/psnr'
import { openCutter } from '@warc2dataset/stages/picture/open-cutter'
import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { RefusedPicture } from '@warc2dataset/stages/picture/picture-outcome'
import sharp, { type Sharp } from 'sharp'
import type { Original } from './recut-originals.js'

/** What cutting twice costs one picture; dB over all bytes. */
export interface ComparedCut {
  /** Cut twice against cut once, both as JPEG. */
  readonly twiceToOnce: number
  /** Each against the cut of the original that nobody compressed. */
  readonly twiceToIdeal: number
  readonly onceToIdeal: number
  /** By rounding the two are scaled to another size, or cut at another pixel: they show parts that differ a little. */
  readonly isMoved: boolean
}

export interface ComparedCuts {
  readonly compared: readonly ComparedCut[]
  /** Too small for the bucket as they are. */
  readonly small: number
  /** Large enough, but what keep_ratio stores of them is not. */
  readonly shrunk: number
  /** Another bucket, since the stored picture has another shape by rounding. */
  readonly other: number
}

const never = new AbortController().signal

/**
 * The two ways of the product from an original to its bucket, with its own decoder: kept in its shape within `maxArea`
 * px² and cut again, or cut once.
 */
export async function compareCuts(
  originals: readonly Original[],
  buckets: BucketSpec,
  maxArea: number,
): Promise<ComparedCuts> {
  const limits = { ...defaultPictureLimits, maxArea }
  const [keep, once, cutter] = await Promise.all([
    openDecoder({ limits, children: 1 }),
    openDecoder({ limits: { ...limits, buckets }, children: 1 }),
    openCutter({ limits, children: 1 }),
  ])
  const choose = openBuckets(buckets)
  const compared: ComparedCut[] = []
  const left = { small: 0, shrunk: 0, other: 0 }
  try {
    for (const original of originals) {
      const placement = choose(original.width, original.height)
      if (placement === null) {
        left.small += 1
        continue
      }
      const png = await openPixels(original).png({ compressionLevel: 1 }).toBuffer()
      const stored = accepted(await keep.decode(png, never))
      const again = choose(stored.width, stored.height)
      if (again === null) left.shrunk += 1
      else if (
        again.bucket.width !== placement.bucket.width ||
        again.bucket.height !== placement.bucket.height
      )
        left.other += 1
      else {
        const twice = await pixelsOf(accepted(await cutter.cut(stored.jpeg, again, never)).jpeg)
        const direct = await pixelsOf(accepted(await once.decode(png, never)).jpeg)
        const ideal = await idealOf(original, placement)
        compared.push({
          twiceToOnce: psnr(twice, direct),
          twiceToIdeal: psnr(twice, ideal),
          onceToIdeal: psnr(direct, ideal),
          isMoved: !isDeepStrictEqual([again.resized, again.crop], [placement.resized, placement.crop]),
        })
      }
    }
  } finally {
    await Promise.all([keep.close(), once.close(), cutter.close()])
  }
  return { compared, ...left }
}

function openPixels({ pixels, width, height }: Original): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

function idealOf(original: Original, { resized, crop }: Placement): Promise<Buffer> {
  return openPixels(original)
    .resize({ ...resized, fit: 'fill' })
    .extract(crop)
    .raw()
    .toBuffer()
}

function pixelsOf(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).raw().toBuffer()
}

function accepted<T extends { readonly ok: true } | RefusedPicture>(outcome: T): Exclude<T, RefusedPicture> {
  if (!outcome.ok) throw new Error(`Expected a picture, got ${outcome.detail}`)
  return outcome as Exclude<T, RefusedPicture>
}
