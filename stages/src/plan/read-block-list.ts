import { RunError } from '@warc2dataset/schemas'
import { scanLines } from '../block/scan-lines.js'
import { type BlockEntry, EXPECTED_ENTRY, parseBlockLine } from './block-line.js'

/** A file of plan.block_lists as it was when the run was asked for. */
export interface BlockListFile {
  readonly path: string
  /** Of the file, hex. */
  readonly sha256: string
}

/** Bytes: a URL has at most 2000 characters, and may stand there in Unicode. */
const LONGEST_LINE = 8192
/** Wrong lines that a message shows; all are counted. */
const SHOWN_PROBLEMS = 20

/**
 * Reads every list once, keeps nothing, and says what each file is.
 * @throws RunError exit 12 with each file that cannot be read; else exit 4 with the wrong lines of all, at most 20.
 */
export async function checkBlockLists(paths: readonly string[]): Promise<readonly BlockListFile[]> {
  const files: BlockListFile[] = []
  const unreadable: string[] = []
  const wrong: string[] = []
  let wrongLines = 0
  for (const path of paths) {
    try {
      const sha256 = await readEntries(
        path,
        () => {},
        (line, got) => {
          wrongLines += 1
          if (wrong.length < SHOWN_PROBLEMS) wrong.push(`${path}:${line}: got ${got}`)
        },
      )
      files.push({ path, sha256 })
    } catch (error) {
      unreadable.push(unreadableProblem(path, error))
    }
  }
  if (unreadable.length > 0) throw new RunError('input', unreadable.join('\n'))
  if (wrongLines === 0) return files
  const more = wrongLines - wrong.length
  const lines = [...wrong, ...(more > 0 ? [`and ${more} more`] : [])]
  throw new RunError(
    'recipe',
    `Expected ${EXPECTED_ENTRY} on each line of plan.block_lists:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  )
}

/**
 * Hands over the entries of lists that were checked before, in order.
 * @throws RunError exit 12 for a file that cannot be read any more; exit 4 for one that is not what it was.
 */
export async function readBlockLists(
  files: readonly BlockListFile[],
  take: (entry: BlockEntry) => void,
): Promise<void> {
  for (const { path, sha256 } of files) {
    const now = await readEntries(path, take, () => {}).catch((error: unknown) => {
      throw new RunError('input', unreadableProblem(path, error), { cause: error })
    })
    if (now === sha256) continue
    throw new RunError(
      'recipe',
      `plan.block_lists: Expected ${path} as it was read before (sha256 ${sha256}), got a changed file`,
    )
  }
}

function readEntries(
  path: string,
  take: (entry: BlockEntry) => void,
  refuse: (line: number, got: string) => void,
): Promise<string> {
  return scanLines(path, LONGEST_LINE, (line, number) => {
    const entry = line === null ? { got: `more than ${LONGEST_LINE} bytes` } : parseBlockLine(line)
    if (entry === null) return
    if ('got' in entry) refuse(number, entry.got)
    else take(entry)
  })
}

/** @throws `error` if it is none of a file. */
function unreadableProblem(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  const got = code.startsWith('Z_') ? `a damaged gzip (${message})` : code
  return `Expected a readable block list for ${path}, got ${got}`
}
