import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { jpegSegment, withSegments } from './jpeg-parts.js'
import { scanBomb } from './scan-bomb.js'
import { pngChunk, wrapPng, writePng } from './write-png.js'

export interface Bomb {
  readonly name: string
  readonly make: () => Promise<Buffer>
  /** `stored`, or the code. */
  readonly expected: string
}

/** 39.7 MP, just below the limit of the default. */
const side = 6300
const avif = { effort: 0, chromaSubsampling: '4:2:0' }

/** Small files that decode to much. The sizes of the first eight are those of field-notes/reliability.md, 0.6. */
export const floods: readonly Bomb[] = [
  stored('avif', () => flat(3).avif(avif)),
  stored('avif with alpha', () => flat(4).avif(avif)),
  stored('jpeg', () => flat(3).jpeg()),
  stored('progressive jpeg', () => flat(3).jpeg({ progressive: true })),
  stored('progressive jpeg, turned', () =>
    flat(3).withMetadata({ orientation: 6 }).jpeg({ progressive: true }),
  ),
  stored('16-bit png with alpha, interlaced', () =>
    flat(4).toColourspace('rgb16').png({ progressive: true }),
  ),
  stored('webp', () => flat(3).webp({ effort: 0 })),
  stored('gif', () => flat(3).gif({ effort: 1 })),
  stored('jpeg of 883 scans, 4 MP', async () => scanBomb(2000, 2000)),
  stored('png, text of 256 MiB', async () => onePixel(pngChunk('zTXt', packed('Comment\0\0')))),
  stored('png, profile of 256 MiB', async () => onePixel(pngChunk('iCCP', packed('icc\0\0')))),
  stored('png, XMP of 256 MiB', async () =>
    onePixel(pngChunk('iTXt', packed('XML:com.adobe.xmp\0\x01\0\0\0'))),
  ),
  stored('png, 256 MiB for one pixel', async () => wrapPng(one, 2, [pngChunk('IDAT', packed(''))])),
  stored('png, 100,000 texts', async () => onePixel(...manyTexts())),
  stored('gif, 100,000 frames', async () => gif(100, 100, 100_000)),
  stored('jpeg, 20,000 segments', async () => withSegments(await tiny(), ...segments())),
  stored('jpeg, profile of 16 MB that is none', async () => withSegments(await tiny(), ...profileParts())),
]

/** Headers that say what is not so, and sizes at the edges of the formats. */
export const sizes: readonly Bomb[] = [
  refused('no bytes', 'not_an_image', async () => Buffer.alloc(0)),
  refused('png, 39.7 MP and no data', 'decode_error', async () =>
    wrapPng({ width: side, height: side, bits: 16 }, 6, [someData]),
  ),
  refused('png 0x1', 'decode_error', async () => wrapPng({ width: 0, height: 1, bits: 8 }, 2, [someData])),
  stored('png 1x1', async () => writePng({ width: 1, height: 1, kind: 'gray', bits: 1 }, [1])),
  stored('png 65500x1', async () => line(65_500, 1)),
  refused('png 65535x1', 'too_long', async () => line(65_535, 1)),
  refused('png 1x65535', 'too_long', async () => line(1, 65_535)),
  refused('png 1x39999999', 'too_long', async () =>
    wrapPng({ width: 1, height: 39_999_999, bits: 1 }, 0, [someData]),
  ),
  refused('png 1000000x1000000', 'too_many_pixels', async () =>
    wrapPng({ width: 1_000_000, height: 1_000_000, bits: 1 }, 0, [someData]),
  ),
  // Above what libpng takes at all.
  refused('png 2147483647x2147483647', 'decode_error', async () =>
    wrapPng({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, bits: 1 }, 0, [someData]),
  ),
  stored('jpeg 1x1', () => sharp({ create: { ...black, width: 1, height: 1 } }).jpeg()),
  stored('jpeg 65500x1, data of 16x16', () => resized(65_500, 1)),
  refused('jpeg 65535x1', 'decode_error', () => resized(65_535, 1)),
  refused('jpeg 1x65535', 'decode_error', () => resized(1, 65_535)),
  refused('jpeg 65535x65535', 'decode_error', () => resized(65_535, 65_535)),
  refused('jpeg 65500x65500', 'too_many_pixels', () => resized(65_500, 65_500)),
  refused('jpeg 0x16', 'decode_error', () => resized(0, 16)),
  refused('jpeg 16x0', 'decode_error', () => resized(16, 0)),
  refused('webp, canvas of 16777216x16777216', 'decode_error', async () => wideWebp),
  stored('gif 1x1', async () => gif(1, 1, 1)),
  stored('gif, screen of 65535x65535', async () => gif(65_535, 65_535, 1)),
]

const one = { width: 1, height: 1, bits: 8 } as const
const black = { channels: 3, background: '#000000' } as const
const someData = pngChunk('IDAT', deflateSync(Buffer.alloc(4)))
const wideWebp = Buffer.from('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff', 'latin1')

function flat(channels: 3 | 4): Sharp {
  const background = { r: 9, g: 99, b: 9, alpha: 0.5 }
  return sharp({ create: { width: side, height: side, channels, background } })
}

function onePixel(...chunks: readonly Buffer[]): Buffer {
  return wrapPng(one, 2, [...chunks, someData])
}

/** What comes before the data, and 256 MiB of zeros in 255 KiB. */
function packed(head: string): Buffer {
  return Buffer.concat([Buffer.from(head, 'latin1'), deflateSync(Buffer.alloc(2 ** 28))])
}

function manyTexts(): Buffer[] {
  return Array.from({ length: 100_000 }, (_, i) => pngChunk('tEXt', Buffer.from(`k${i}\0v`)))
}

function line(width: number, height: number): Buffer {
  return writePng({ width, height, kind: 'gray', bits: 8 }, new Uint8Array(65_535))
}

/** Frames of one pixel on a screen of this size. */
function gif(width: number, height: number, frames: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\xf0\0\0\x10\x20\x30\xff\xff\xff', 'latin1')
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  const frame = Buffer.from('21f90400010000002c0000000001000100000202440100', 'hex')
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')])
}

function tiny(): Promise<Buffer> {
  return sharp({ create: { ...black, width: 16, height: 16 } })
    .jpeg()
    .toBuffer()
}

function segments(): Buffer[] {
  return Array.from({ length: 20_000 }, () => jpegSegment(0xe5, Buffer.alloc(500)))
}

function profileParts(): Buffer[] {
  return Array.from({ length: 255 }, (_, i) =>
    jpegSegment(
      0xe2,
      Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([i + 1, 255]), Buffer.alloc(65_000)]),
    ),
  )
}

/** A JPEG of 16 × 16 px whose header says this. */
async function resized(width: number, height: number): Promise<Buffer> {
  const jpeg = await tiny()
  const header = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  jpeg.writeUInt16BE(height, header + 5)
  jpeg.writeUInt16BE(width, header + 7)
  return jpeg
}

function stored(name: string, make: () => Sharp | Promise<Buffer>): Bomb {
  const bytes = async () => {
    const made = make()
    return made instanceof Promise ? made : made.toBuffer()
  }
  return { name, make: bytes, expected: 'stored' }
}

function refused(name: string, expected: string, make: () => Promise<Buffer>): Bomb {
  return { name, make, expected }
}
