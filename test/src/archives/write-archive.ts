import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Bytes of an archive, none of them held longer than they are written. */
export type Parts = Iterable<Buffer>

const PIECE_BYTES = 1 << 20

/** The same byte `length` times, in pieces. */
export function* filler(length: number, byte: string | number): Generator<Buffer, void> {
  const piece = Buffer.alloc(Math.min(length, PIECE_BYTES), byte)
  for (let left = length; left > 0; left -= piece.length)
    yield left < piece.length ? piece.subarray(0, left) : piece
}

/** Appends to a file: parts in a row are one gzip member, or as they are. Gives the size that this added, in bytes. */
export async function appendTo(path: string, parts: Parts, compression: 'gzip' | 'plain'): Promise<number> {
  const file = createWriteStream(path, { flags: 'a' })
  if (compression === 'gzip') await pipeline(Readable.from(parts), createGzip({ level: 1 }), file)
  else await pipeline(Readable.from(parts), file)
  return file.bytesWritten
}
