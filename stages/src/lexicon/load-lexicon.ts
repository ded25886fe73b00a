import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ExitName, type Lexicon, lexiconSchema, RunError } from '@warc2dataset/schemas'
import { lexiconProblems } from './lexicon-problems.js'

/** A lexicon that was read. */
export interface LoadedLexicon {
  readonly lexicon: Lexicon
  /** Absolute. */
  readonly path: string
  /** Of the file's bytes, hex. */
  readonly sha256: string
}

const MAX_BYTES = 2 ** 24
const MAX_PROBLEMS = 10

/**
 * Reads a lexicon (.json, `lexiconSchema`).
 * @throws RunError with the exit code `exit`, one line for each of the first ten problems, if the file is none.
 */
export async function loadLexicon(path: string, exit: ExitName = 'recipe'): Promise<LoadedLexicon> {
  const absolute = resolve(path)
  const bytes = await readBytes(absolute, exit)
  const parsed = lexiconSchema.safeParse(parseJson(bytes, absolute, exit))
  const problems = parsed.success
    ? lexiconProblems(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (!parsed.success || problems.length > 0) {
    const lines = problems.slice(0, MAX_PROBLEMS).map((problem) => `Lexicon ${absolute}, ${problem}`)
    throw new RunError(exit, lines.join('\n'))
  }
  return { lexicon: parsed.data, path: absolute, sha256: createHash('sha256').update(bytes).digest('hex') }
}

async function readBytes(path: string, exit: ExitName): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw new Error(`a file of ${size} bytes, more than ${MAX_BYTES}`)
    return await readFile(path)
  } catch (error) {
    throw new RunError(exit, `Expected a lexicon in ${path}, got ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function parseJson(bytes: Buffer, path: string, exit: ExitName): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const got = error instanceof TypeError ? 'a file that is not UTF-8' : (error as Error).message
    throw new RunError(exit, `Expected JSON for the lexicon ${path}, got ${got}`, { cause: error })
  }
}
