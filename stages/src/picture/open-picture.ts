import sharp, { type Metadata, type SharpOptions } from 'sharp'
import { gifXmp } from './gif-xmp.js'
import { decodeCost, type PictureHeader } from './memory-cost.js'
import type { PictureLimits } from './picture-limits.js'
import { type RefusedPicture, refuse, saysOutOfMemory } from './picture-outcome.js'
import type { PictureFormat } from './sniff-format.js'

/** Bytes that are not trusted; `format` is what `sniffFormat` said. */
export interface HostilePicture {
  readonly bytes: Buffer
  readonly format: PictureFormat
  readonly limits: PictureLimits
}

/** What a header says; sizes in pixels after orientation. */
export interface Header extends PictureHeader {
  readonly width: number
  readonly height: number
  readonly orientation: number
  readonly profiled16Bit: 'rgb' | 'gray' | null
  /** The XMP packet as it stands in the file, untrusted like all of it. */
  readonly xmp: Uint8Array | undefined
}

/**
 * Reads the header and refuses what is too large or would need too much memory: `extraBytes` a pixel more than the
 * decode alone. Rejects with what the decoder throws (`refuseError`).
 */
export async function readHeader(request: HostilePicture, extraBytes = 0): Promise<Header | RefusedPicture> {
  const { bytes, format, limits } = request
  const metadata = await sharp(bytes, openOptions(limits)).metadata()
  const { width, height } = metadata.autoOrient
  if (metadata.format !== (format === 'avif' ? 'heif' : format)) {
    return refuse('decode_error', `header says ${metadata.format}, magic bytes say ${format}`)
  }
  if (width * height > limits.maxInputPixels) return refuseSize(limits)
  const header = describe(metadata, format, format === 'gif' ? gifXmp(bytes) : metadata.xmp)
  const cost = decodeCost(header, bytes.length) + extraBytes * header.pixels
  return cost <= limits.memoryBytes ? header : refuseCost(header, cost, limits)
}

/** The outcome for a picture that needs `cost` bytes, more than a child has. */
export function refuseCost(
  { format, width, height }: Header,
  cost: number,
  limits: PictureLimits,
): RefusedPicture {
  const mib = (n: number) => Math.ceil(n / 2 ** 20)
  return refuse(
    'decode_memory',
    `${format} of ${width}x${height} needs about ${mib(cost)} MiB of ${mib(limits.memoryBytes)}; not tried`,
  )
}

const DEEP_SPACES: ReadonlyMap<string, 'rgb' | 'gray'> = new Map([
  ['rgb16', 'rgb'],
  ['grey16', 'gray'],
])

function describe(metadata: Metadata, format: PictureFormat, xmp: Uint8Array | undefined): Header {
  const { width, height } = metadata.autoOrient
  const orientation = metadata.orientation ?? 1
  const bytesPerSample = metadata.depth === 'uchar' ? 1 : 2
  return {
    format,
    width,
    height,
    pixels: width * height,
    channels: metadata.channels,
    bytesPerSample,
    progressive: metadata.isProgressive,
    hasAlpha: metadata.hasAlpha,
    orientation,
    turned: orientation !== 1,
    frames: metadata.pages ?? 1,
    profiled16Bit: metadata.hasProfile ? (DEEP_SPACES.get(metadata.space) ?? null) : null,
    xmp,
  }
}

/** How every picture is opened: first frame only, within the limits. */
export function openOptions(limits: PictureLimits): SharpOptions {
  return {
    limitInputPixels: limits.maxInputPixels,
    limitInputChannels: 5,
    unlimited: false,
    failOn: 'error',
    sequentialRead: true,
    pages: 1,
    animated: false,
  }
}

/** The outcome for what sharp threw. */
export function refuseError(error: unknown): RefusedPicture {
  const full = error instanceof Error ? error.message : String(error)
  // libvips tells of each probe of the AVIF parser first, which would fill the detail.
  const message = full.replace(/source: bad seek to \d+\s*/g, '')
  if (/exceeds pixel limit/i.test(message)) return refuse('too_many_pixels', message)
  return refuse(saysOutOfMemory(message) ? 'decode_memory' : 'decode_error', message)
}

function refuseSize(limits: PictureLimits): RefusedPicture {
  return refuse('too_many_pixels', `header declares more than ${limits.maxInputPixels} pixels`)
}
