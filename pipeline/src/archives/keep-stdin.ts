import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RunError } from '@warc2dataset/schemas'
import { NotAnArchiveError, readArchive } from '@warc2dataset/stages/warc/read-archive'
import { z } from 'zod'
import { parseStored } from '../commits/parse-stored.js'
import type { Archive } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { scratchOf } from '../storage/scratch.js'
import type { Task } from '../work-source/static-task.js'
import { STDIN } from './name-archives.js'

export interface StdinOptions {
  readonly archives: readonly Archive[]
  /** Folder of the run. */
  readonly out: string
  readonly stdin?: Readable & { readonly isTTY?: boolean }
  readonly task?: Task
  readonly stop?: AbortSignal
}

const COPY = 'source/stdin'
const recordSchema = z.object({ bytes: z.number(), sha256: z.string() })

/**
 * The archives, where `-` is a file of the run: `source/stdin`, with its size and sha256 in `source/stdin.json`.
 * Standard input is read once, by the first call that has no such file; later ones do not touch it.
 * @throws RunError exit 12 if it brings no archive; exit 4 if the copy is not what it was; exit 9 for a task that is
 * not the first and comes before it; exit 11 if stopped.
 */
export async function keepStdin(options: StdinOptions): Promise<readonly Archive[]> {
  if (options.archives.every(({ path }) => path !== STDIN.place)) return options.archives
  const storage = openLocalDisk(options.out)
  const path = await storage.toLocal(COPY, scratchOf(options.out))
  const record = await storage.get(`${COPY}.json`)
  if (record === null) await copyStdin(options)
  else {
    const { bytes } = parseStored(recordSchema, record, `${path}.json`)
    const size = await storage.size(COPY)
    if (size !== bytes)
      throw new RunError(
        'recipe',
        `Expected ${bytes} bytes for ${path}, as copied from standard input, got ${size}`,
      )
  }
  return options.archives.map((archive) => (archive.path === STDIN.place ? { ...archive, path } : archive))
}

async function copyStdin({ out, stdin = process.stdin, task, stop }: StdinOptions): Promise<void> {
  if (task !== undefined && task.index > 0) {
    throw new RunError(
      'waiting',
      'Standard input is copied by task 0; run this task again after it has begun',
    )
  }
  if (stdin.isTTY === true) throw nothing('a terminal')
  const storage = openLocalDisk(out)
  const copy = join(scratchOf(out), 'stdin')
  await mkdir(scratchOf(out), { recursive: true })
  try {
    const record = await copyTo(copy, stdin, stop)
    await mustBeArchive(copy)
    await storage.put(COPY, copy)
    await storage.create(`${COPY}.json`, Buffer.from(`${JSON.stringify(record, null, 2)}\n`))
  } catch (error) {
    if (stop?.aborted) {
      throw new RunError('interrupted', 'Stopped on request before standard input was copied', {
        cause: error,
      })
    }
    throw error
  } finally {
    await rm(copy, { force: true })
  }
}

async function copyTo(
  copy: string,
  stdin: Readable,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof recordSchema>> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  await pipeline(stdin, counted, createWriteStream(copy), signal === undefined ? {} : { signal })
  return { bytes, sha256: hash.digest('hex') }
}

/** What is no archive must not stay: the next call would take it. */
async function mustBeArchive(copy: string): Promise<void> {
  const reader = readArchive(copy, { wantBlock: () => 0 })
  try {
    await reader.next()
  } catch (error) {
    throw error instanceof NotAnArchiveError ? nothing(error.found) : error
  } finally {
    await reader.return(undefined as never)
  }
}

function nothing(found: string): RunError {
  return new RunError('input', `Expected an archive on standard input (source.files: -), got ${found}`)
}
