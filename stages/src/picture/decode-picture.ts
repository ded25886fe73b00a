import sharp, { type SharpOptions } from 'sharp'
import type { RawPixels } from './luma.js'
import { decodeCost } from './memory-cost.js'
import { type Header, type HostilePicture, openOptions, readHeader, refuseError } from './open-picture.js'
import { perceptualHash } from './perceptual-hash.js'
import { isIdentity, type PictureCut, storedCut } from './picture-cut.js'
import type { PictureLimits } from './picture-limits.js'
import { type PictureOutcome, saysOutOfMemory } from './picture-outcome.js'
import { stripJpeg } from './strip-jpeg.js'

/** What a decoder child says of one picture. */
export interface DecodeAnswer<Outcome = PictureOutcome> {
  readonly outcome: Outcome
  /**
   * Memory ran out while trying, or may have (libwebp does not tell): what the process did before may be the
   * cause, so that only a fresh process can judge.
   */
  readonly exhausted: boolean
}

/**
 * Header, memory admission, decode, normalise, hash. Never rejects: what the decoder throws is an outcome.
 * Call it only in a child process after `restrictSharp`.
 */
export async function decodePicture(request: HostilePicture): Promise<DecodeAnswer> {
  const { bytes, limits } = request
  let large = false
  try {
    const header = await readHeader(request)
    if ('ok' in header) return { outcome: header, exhausted: false }
    large = decodeCost(header, bytes.length) > limits.memoryBytes / 2
    return { outcome: await normalise(request, header), exhausted: false }
  } catch (error) {
    const outcome = refuseError(error)
    return { outcome, exhausted: large || outcome.code === 'decode_memory' }
  }
}

async function normalise(request: HostilePicture, header: Header): Promise<PictureOutcome> {
  const { bytes, limits } = request
  const cut = storedCut(header, limits)
  const kept = await keepJpeg(request, header, cut)
  const stored = kept ?? (await reencode(bytes, header, cut, limits))
  return {
    ok: true,
    jpeg: stored.jpeg,
    width: stored.pixels.width,
    height: stored.pixels.height,
    originalWidth: header.width,
    originalHeight: header.height,
    format: header.format,
    reencoded: kept === undefined,
    orientation: header.orientation,
    hadAlpha: stored.hadAlpha,
    frames: header.frames,
    phash: perceptualHash(stored.pixels),
  }
}

interface Stored {
  readonly jpeg: Buffer
  readonly pixels: RawPixels
  readonly hadAlpha: boolean
}

async function keepJpeg(
  { bytes, limits }: HostilePicture,
  header: Header,
  cut: PictureCut,
): Promise<Stored | undefined> {
  if (header.format !== 'jpeg' || header.turned || !isIdentity(cut, header)) return undefined
  const jpeg = stripJpeg(bytes)
  if (jpeg === undefined) return undefined
  // The strictest level: what only decodes with a warning is not fit to be handed on compressed as it is.
  const options: SharpOptions = { ...openOptions(limits), failOn: 'warning' }
  const pixels = await readPixels(jpeg, options).catch((error: unknown) => {
    if (saysOutOfMemory(String(error))) throw error
    return undefined
  })
  return pixels && { jpeg, pixels, hadAlpha: false }
}

async function reencode(
  bytes: Buffer,
  header: Header,
  { resized: size, crop }: PictureCut,
  limits: PictureLimits,
): Promise<Stored> {
  const open = sharp(bytes, openOptions(limits)).autoOrient()
  const scaled = open.resize({ ...size, fit: 'fill', fastShrinkOnLoad: false })
  // To cut nothing off is not nothing: sharp then turns before it scales, and not after.
  const isWhole = crop.width === size.width && crop.height === size.height
  const resized = (isWhole ? scaled : scaled.extract(crop)).toColourspace('srgb')
  // sharp 0.35 works on profiled 16-bit RGB in Display P3 and labels the result sRGB unless a profile is asked for.
  const srgb = header.profiled16Bit ? resized.withIccProfile('srgb', { attach: false }) : resized
  const { data, info } = await srgb.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const jpeg = await sharp(data, { raw })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: limits.quality, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const pixels = await readPixels(jpeg, openOptions(limits))
  return { jpeg, pixels, hadAlpha: !isOpaque(data, info.channels) }
}

async function readPixels(jpeg: Buffer, options: SharpOptions): Promise<RawPixels> {
  const { data, info } = await sharp(jpeg, options).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

function isOpaque(data: Buffer, channels: number): boolean {
  if (channels !== 2 && channels !== 4) return true
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return false
  return true
}
