import sharp, { type SharpOptions } from 'sharp'
import { type Measured, measurePixels } from './measure-pixels.js'
import { type Header, type HostilePicture, openOptions } from './open-picture.js'
import { saysOutOfMemory } from './picture-outcome.js'
import { stripJpeg } from './strip-jpeg.js'

/**
 * The compressed data as they came, without metadata; undefined if they must be encoded again. The size is the caller's
 * to judge.
 */
export async function keepJpeg(
  { bytes, limits }: HostilePicture,
  header: Header,
): Promise<Measured | undefined> {
  if (header.format !== 'jpeg' || header.turned) return undefined
  const jpeg = stripJpeg(bytes)
  if (jpeg === undefined) return undefined
  // The strictest level: what only decodes with a warning is not fit to be handed on compressed as it is.
  const options: SharpOptions = { ...openOptions(limits), failOn: 'warning' }
  const decoded = await sharp(jpeg, options)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      if (saysOutOfMemory(String(error))) throw error
      return undefined
    })
  if (decoded === undefined) return undefined
  const { width, height, channels } = decoded.info
  const measures = measurePixels({ data: decoded.data, width, height, channels })
  return { jpeg, width, height, hadAlpha: false, measures }
}
