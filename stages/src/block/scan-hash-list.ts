import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { EXPECTED_LINE, type HashEntry, parseHashLine } from './hash-line.js'

/** A hash list that cannot be used; the message names the file, and the line where there is one. */
export class HashListError extends Error {
  override readonly name = 'HashListError'
}

const LONGEST_LINE = 4096
const NEWLINE = 10

/**
 * Reads a hash list (text, or gzip of it) once, in bounded memory, and hands over its entries in order.
 * @returns sha256 of the file as it lies there, hex.
 * @throws HashListError for a file that cannot be read, a damaged gzip or a line that is no entry.
 */
export async function scanHashList(path: string, take: (entry: HashEntry) => void): Promise<string> {
  const hash = createHash('sha256')
  const lines = openLines(path, take)
  try {
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
  } catch (error) {
    if (error instanceof HashListError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const got = code.startsWith('Z_') ? `a damaged gzip (${message})` : code
    throw new HashListError(`Expected a readable hash list for ${path}, got ${got}`, { cause: error })
  }
  return hash.digest('hex')
}

/** Cuts chunks into lines; a line lives no longer than it takes to read it. */
function openLines(
  path: string,
  take: (entry: HashEntry) => void,
): { readonly push: (chunk: Buffer) => void; readonly end: () => void } {
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  const takeLine = (bytes: Buffer): void => {
    number += 1
    const line = bytes.toString('latin1')
    const entry = parseHashLine(number === 1 ? line.replace(/^\u00ef\u00bb\u00bf/, '') : line)
    if (entry === null) return
    if ('got' in entry)
      throw new HashListError(`Expected ${EXPECTED_LINE} for ${path}:${number}, got ${entry.got}`)
    take(entry)
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
      if (rest.length <= LONGEST_LINE) return
      throw new HashListError(
        `Expected ${EXPECTED_LINE} for ${path}:${number + 1}, got more than ${LONGEST_LINE} characters`,
      )
    },
    end: () => {
      if (rest.length > 0) takeLine(rest)
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
