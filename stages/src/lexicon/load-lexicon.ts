import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { type ExitName, type Lexicon, lexiconSchema, RunError } from '@warc2dataset/schemas'
import { parseJsonText, readSmallText } from '../manifest/read-small-file.js'
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
  const file = { path: absolute, what: 'lexicon', exit }
  const text = await readSmallText(file, MAX_BYTES)
  const parsed = lexiconSchema.safeParse(parseJsonText(text, file))
  const problems = parsed.success
    ? lexiconProblems(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (!parsed.success || problems.length > 0) {
    const lines = problems.slice(0, MAX_PROBLEMS).map((problem) => `Lexicon ${absolute}, ${problem}`)
    throw new RunError(exit, lines.join('\n'))
  }
  return { lexicon: parsed.data, path: absolute, sha256: createHash('sha256').update(text).digest('hex') }
}
