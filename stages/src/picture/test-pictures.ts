import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'

/** Pictures for tests: made from a formula, so that no file is needed. */

/** Smooth colours with four distinct corners, so that every turn and flip shows. */
export function gradient(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / Math.max(1, width - 1)
      const v = y / Math.max(1, height - 1)
      const pixel = [40 + 180 * u, 30 + 200 * v, 220 - 160 * u * v, 255 * u]
      for (let k = 0; k < channels; k++) data[at++] = Math.round(pixel[k] ?? 0)
    }
  }
  return sharp(data, { raw: { width, height, channels } })
}

/** 8-bit pixels as sharp decodes them, without any turning. */
export async function pixelsOf(bytes: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Largest difference of any sample. */
export function distance(a: Buffer, b: Buffer): number {
  let worst = Math.abs(a.length - b.length) > 0 ? 255 : 0
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs((a[i] ?? 0) - (b[i] ?? 0)))
  return worst
}

/** A marker segment with its length. */
export function segment(marker: number, data: Buffer | string): Buffer {
  const body = Buffer.from(data)
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
}

export interface MalformedPictures {
  readonly folder: string
  readonly names: readonly string[]
  /** Why there are none, for the title of a skipped test. */
  readonly missing: string | undefined
}

/** Real, partly broken pictures beside the repository. */
export function malformedPictures(): MalformedPictures {
  const folder = fileURLToPath(new URL('../../../../shared/data/images-malformed/', import.meta.url))
  if (!existsSync(folder)) return { folder, names: [], missing: `${folder} does not exist` }
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length).replace(/^\//, ''))
  return { folder, names: names.sort(), missing: undefined }
}
