import { jpegSegment } from './jpeg-parts.js'

/** Coefficients besides the mean, and the bits of each. */
const coefficients = 63
const bits = 14
const longestRun = 32_767

/**
 * A gray JPEG that is sound, and as slow as the format allows: each bit of each coefficient comes in a scan of its
 * own, 883 in all, and each scan goes over the whole picture (ITU-T T.81, G.1.2). A few bytes a megapixel and scan.
 */
export function scanBomb(width: number, height: number): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const size = Buffer.alloc(9)
  size[0] = 8
  size.writeUInt16BE(height, 1)
  size.writeUInt16BE(width, 3)
  size.set([1, 1, 0x11, 0], 5)
  const empty = emptyScan(blocks)
  const scans = Array.from({ length: coefficients }, (_, i) =>
    Array.from({ length: bits }, (_, bit) => {
      const low = bits - 1 - bit
      const high = bit === 0 ? 0 : low + 1
      return [jpegSegment(0xda, Buffer.from([1, 1, 0, i + 1, i + 1, (high << 4) | low])), empty]
    }),
  ).flat(2)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, Buffer.concat([Buffer.alloc(1), Buffer.alloc(64, 1)])),
    jpegSegment(0xc2, size),
    jpegSegment(0xc4, huffmanTable(0x00, 1, [0])),
    jpegSegment(
      0xc4,
      huffmanTable(
        0x10,
        4,
        Array.from({ length: 15 }, (_, i) => i << 4),
      ),
    ),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])),
    // A block's mean: category 0, one bit.
    Buffer.alloc(Math.ceil(blocks / 8)),
    ...scans,
    Buffer.from([0xff, 0xd9]),
  ])
}

/** These symbols, each by a code of this many bits. */
function huffmanTable(id: number, length: number, symbols: readonly number[]): Buffer {
  const counts = Buffer.alloc(16)
  counts[length - 1] = symbols.length
  return Buffer.concat([Buffer.from([id]), counts, Buffer.from(symbols)])
}

/** Runs of blocks without a coefficient, EOB0 to EOB14 by codes of four bits. */
function emptyScan(blocks: number): Buffer {
  let written = ''
  for (let left = blocks; left > 0; ) {
    const run = Math.min(left, longestRun)
    const category = Math.floor(Math.log2(run))
    const extra = category === 0 ? '' : (run - 2 ** category).toString(2).padStart(category, '0')
    written += category.toString(2).padStart(4, '0') + extra
    left -= run
  }
  const bytes = written.match(/.{1,8}/g)?.map((octet) => Number.parseInt(octet.padEnd(8, '1'), 2)) ?? []
  // A byte of ones is no marker if a zero follows.
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])))
}
