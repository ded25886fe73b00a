import { readFile, stat } from 'node:fs/promises'
import { type ExitName, RunError } from '@warc2dataset/schemas'

export interface SmallFile {
  readonly path: string
  /** What it should be: `lexicon`. */
  readonly what: string
  /** Code of the error if it is not. */
  readonly exit: ExitName
}

/** Text of a file of at most `maxBytes`; a byte order mark stays. @throws RunError if it cannot be read, or is no UTF-8. */
export async function readSmallText({ path, what, exit }: SmallFile, maxBytes: number): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxBytes) throw new Error(`a file of ${size} bytes, more than ${maxBytes}`)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch (error) {
    const got = error instanceof TypeError ? 'a file that is not UTF-8' : (error as Error).message
    throw new RunError(exit, `Expected a ${what} in ${path}, got ${got}`, { cause: error })
  }
}

/** What JSON says, with or without a byte order mark. @throws RunError with the line where it is none. */
export function parseJsonText(text: string, { path, what, exit }: SmallFile): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const { message } = error as Error
    const at = /position (\d+)/.exec(message)?.[1]
    const line = at === undefined ? '' : `, line ${text.slice(0, Number(at)).split('\n').length}`
    throw new RunError(exit, `Expected JSON for the ${what} ${path}${line}, got ${message}`, { cause: error })
  }
}
