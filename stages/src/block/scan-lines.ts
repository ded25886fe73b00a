import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** Takes line `number`, from 1; null stands for one that is longer than allowed. */
export type TakeLine = (line: string | null, number: number) => void

const NEWLINE = 10

/**
 * Reads a text file of UTF-8, or gzip of it, line by line: without line ends and byte order mark, in bounded memory.
 * `longest`: bytes of a line.
 * @returns sha256 of the file as it lies there, hex.
 * @throws Error with a `code`, of the file system or of zlib, for a file that cannot be read.
 */
export async function scanLines(path: string, longest: number, take: TakeLine): Promise<string> {
  const hash = createHash('sha256')
  const lines = cutLines(longest, take)
  const isGzip = await startsAsGzip(path)
  const file = createReadStream(path, { highWaterMark: 2 ** 18 })
  const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  const read = async (text: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of text) lines.push(chunk)
  }
  if (isGzip) await pipeline(file, hashed, createGunzip(), read)
  else await pipeline(file, hashed, read)
  lines.end()
  return hash.digest('hex')
}

function cutLines(
  longest: number,
  take: TakeLine,
): { readonly push: (chunk: Buffer) => void; readonly end: () => void } {
  let rest: Buffer = Buffer.alloc(0)
  // Of a line that is too long nothing is kept: it is told once, where it ends.
  let tooLong = false
  let number = 0
  const takeLine = (bytes: Buffer): void => {
    number += 1
    const line = tooLong || bytes.length > longest ? null : bytes.toString('utf8')
    tooLong = false
    take(number === 1 && line !== null ? line.replace(/^\ufeff/, '') : line, number)
  }
  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let start = 0
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
        takeLine(bytes.subarray(start, end))
        start = end + 1
      }
      rest = bytes.subarray(start)
      if (rest.length <= longest) return
      tooLong = true
      rest = Buffer.alloc(0)
    },
    end: () => {
      if (rest.length > 0 || tooLong) takeLine(rest)
    },
  }
}

async function startsAsGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}
