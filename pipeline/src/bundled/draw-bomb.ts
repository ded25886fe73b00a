import { crc32, deflateSync } from 'node:zlib'

/** Side of the bomb, px: 400 million pixels. */
export const BOMB_SIDE = 20_000

/**
 * A decompression bomb: a valid PNG (RFC 2083) of one bit a pixel, all black, about 50 kB for 50 MB of rows and
 * 1.2 GB of RGB.
 */
export function drawBomb(): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(BOMB_SIDE, 0)
  header.writeUInt32BE(BOMB_SIDE, 4)
  header.writeUInt8(1, 8)
  const row = 1 + BOMB_SIDE / 8
  const rows = deflateSync(Buffer.alloc(row * BOMB_SIDE), { level: 9 })
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const chunks = [chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
