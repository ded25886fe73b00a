import { crc32, deflateSync } from 'node:zlib'

/** PNG colour types (PNG Specification, Third Edition, table 8). */
const colourTypes = { gray: [0, 1], rgb: [2, 3], palette: [3, 1], grayAlpha: [4, 2], rgba: [6, 4] } as const

export interface PngLayout {
  readonly width: number
  readonly height: number
  readonly kind: keyof typeof colourTypes
  readonly bits: 1 | 2 | 4 | 8 | 16
}

/**
 * A PNG of these samples, row by row, without a library: what is in the file is certain. `chunks` go between header
 * and data.
 */
export function writePng(
  layout: PngLayout,
  samples: ArrayLike<number>,
  chunks: readonly Buffer[] = [],
): Buffer {
  const { width, height, kind, bits } = layout
  const [type, channels] = colourTypes[kind]
  const inRow = width * channels
  const rowBytes = Math.ceil((inRow * bits) / 8)
  const rows = Buffer.alloc(height * (1 + rowBytes))
  for (let y = 0; y < height; y++) {
    const start = y * (1 + rowBytes) + 1
    for (let i = 0; i < inRow; i++) {
      const sample = samples[y * inRow + i] ?? 0
      if (bits === 16) rows.writeUInt16BE(sample, start + 2 * i)
      else putBits(rows, start, i, bits, sample)
    }
  }
  return wrapPng(layout, type, [...chunks, pngChunk('IDAT', deflateSync(rows))])
}

/** A PNG of whatever chunks: the header may lie. */
export function wrapPng(
  { width, height, bits }: Pick<PngLayout, 'width' | 'height' | 'bits'>,
  colourType: number,
  chunks: readonly Buffer[],
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = bits
  header[9] = colourType
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([magic, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))])
}

export function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const chunk = Buffer.alloc(8 + body.length)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  return chunk
}

/** An ICC profile as iCCP. */
export function pngProfile(profile: Buffer): Buffer {
  return pngChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]))
}

function putBits(row: Buffer, start: number, index: number, bits: number, sample: number): void {
  const bit = index * bits
  const at = start + (bit >> 3)
  row[at] = (row[at] ?? 0) | (sample << (8 - bits - (bit & 7)))
}
