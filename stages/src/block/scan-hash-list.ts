import { EXPECTED_LINE, type HashEntry, parseHashLine } from './hash-line.js'
import { scanLines } from './scan-lines.js'

/** A hash list that cannot be used; the message names the file, and the line where there is one. */
export class HashListError extends Error {
  override readonly name = 'HashListError'
}

const LONGEST_LINE = 4096

/**
 * Reads a hash list (text, or gzip of it) once, in bounded memory, and hands over its entries in order.
 * @returns sha256 of the file as it lies there, hex.
 * @throws HashListError for a file that cannot be read, a damaged gzip or a line that is no entry.
 */
export async function scanHashList(path: string, take: (entry: HashEntry) => void): Promise<string> {
  const wrong = (number: number, got: string) =>
    new HashListError(`Expected ${EXPECTED_LINE} for ${path}:${number}, got ${got}`)
  try {
    return await scanLines(path, LONGEST_LINE, (line, number) => {
      if (line === null) throw wrong(number, `more than ${LONGEST_LINE} characters`)
      const entry = parseHashLine(line)
      if (entry === null) return
      if ('got' in entry) throw wrong(number, entry.got)
      take(entry)
    })
  } catch (error) {
    if (error instanceof HashListError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const got = code.startsWith('Z_') ? `a damaged gzip (${message})` : code
    throw new HashListError(`Expected a readable hash list for ${path}, got ${got}`, { cause: error })
  }
}
