import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import type { Hub, HubAnswer } from './hub.js'
import { answerProblem } from './hub-problem.js'
import { writeWhole } from './model-lock.js'

export interface DownloadOptions {
  readonly hub: Hub
  /** Path below the hub's endpoint. */
  readonly path: string
  /** What a person knows the file as. */
  readonly name: string
  /** Where the bytes go; `${part}.json` beside it holds what a later download needs to go on with them. */
  readonly part: string
  /** Most bytes that the whole file may have. */
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** Bytes that are there, and that there will be; called for each piece. */
  readonly onBytes: (received: number, total: number | null) => void
  /** Tries in a row that bring no byte, and the pause between them, ms. */
  readonly tries: number
  readonly pauseMs: number
}

export interface Downloaded {
  readonly sha256: string
  readonly size: number
  readonly etag: string | null
  readonly commit: string | null
}

/**
 * Brings a file into `part`. What is there is gone on with by Range, as long as its ETag stays the same (If-Range);
 * a connection that ends early is tried again. Rejects with `RunError('model', …)` for an answer that no try mends.
 */
export async function downloadFile(options: DownloadOptions): Promise<Downloaded> {
  for (let failed = 0; ; ) {
    const before = await sizeOf(options.part)
    try {
      return await attempt(options)
    } catch (error) {
      options.signal.throwIfAborted()
      if (error instanceof RunError || isFull(error)) throw error
      failed = (await sizeOf(options.part)) > before ? 1 : failed + 1
      if (failed >= options.tries) throw networkError(options, error)
      await new Promise((resolve) => setTimeout(resolve, options.pauseMs * failed))
    }
  }
}

/** What passes: the same request may do better. */
class Passing extends Error {}

async function attempt(options: DownloadOptions): Promise<Downloaded> {
  const { hub, path, part, signal } = options
  const { size, etag } = await partOf(options)
  const answer = await hub.get(
    path,
    etag === null ? {} : { range: `bytes=${size}-`, 'if-range': etag },
    signal,
  )
  try {
    const from = await startOf(answer, size, options)
    const total = totalOf(answer, from, options)
    const ownEtag = answer.header('etag')
    await writeWhole(`${part}.json`, {
      url: `${hub.endpoint}/${path}`,
      etag: isStrong(ownEtag) ? ownEtag : null,
    })
    const { hash, received } = await receive(answer, from, total, options)
    const linked = /^"?([0-9a-f]{64})"?$/.exec(answer.linkedEtag ?? '')?.[1]
    if (linked !== undefined && linked !== hash) {
      await removePart(part)
      throw new RunError(
        'model',
        `Expected sha256 ${linked} for ${options.name}, as ${hub.endpoint} says, got ${hash}`,
      )
    }
    return { sha256: hash, size: received, etag: answer.linkedEtag ?? ownEtag, commit: answer.commit }
  } finally {
    answer.body.on('error', () => {}).destroy()
  }
}

/** Byte that the answer begins with. */
async function startOf(answer: HubAnswer, size: number, options: DownloadOptions): Promise<number> {
  const coding = answer.header('content-encoding') ?? 'identity'
  if (coding !== 'identity')
    throw new RunError('model', `Expected the bytes of ${options.name} as they are, got them in ${coding}`)
  if (answer.status === 200) return 0
  if (answer.status === 206 && size > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.header('content-range') ?? '')
    if (range !== null && Number(range[1]) === size) return size
  }
  if (answer.status === 206 || answer.status === 416) {
    await removePart(options.part)
    throw new Passing(`HTTP ${answer.status} for a range that was not asked for`)
  }
  if (answer.status === 429 || answer.status >= 500) throw new Passing(`HTTP ${answer.status}`)
  throw answerProblem(answer.status, options.name, options.hub.endpoint)
}

function totalOf(answer: HubAnswer, from: number, { name, maxBytes }: DownloadOptions): number | null {
  const length = answer.header('content-length')
  const total = length === null ? answer.linkedSize : from + Number(length)
  if (total !== null && total > maxBytes) throw tooLarge(name, maxBytes, total)
  if (total !== null && answer.linkedSize !== null && total !== answer.linkedSize)
    throw new RunError('model', `Expected ${answer.linkedSize} bytes for ${name}, got ${total}`)
  return total
}

async function receive(
  answer: HubAnswer,
  from: number,
  total: number | null,
  { part, name, maxBytes, onBytes }: DownloadOptions,
): Promise<{ readonly hash: string; readonly received: number }> {
  const hash = from === 0 ? createHash('sha256') : await hashOf(part)
  const file = await open(part, from === 0 ? 'w' : 'r+')
  let received = from
  try {
    onBytes(received, total)
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      if (received + chunk.length > maxBytes) throw tooLarge(name, maxBytes, received + chunk.length)
      await writeAt(file, chunk, received)
      hash.update(chunk)
      received += chunk.length
      onBytes(received, total)
    }
    if (total !== null && received !== total) throw new Passing(`${received} of ${total} bytes`)
    await file.sync()
  } finally {
    await file.close()
  }
  return { hash: hash.digest('hex'), received }
}

async function writeAt(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let at = 0; at < chunk.length; )
    at += (await file.write(chunk, at, chunk.length - at, position + at)).bytesWritten
}

/** What an earlier download left and can be gone on with; without a strong ETag nothing can. */
async function partOf({ hub, path, part }: DownloadOptions): Promise<{ size: number; etag: string | null }> {
  const size = await sizeOf(part)
  const state = size === 0 ? null : await readState(`${part}.json`)
  const isSame = state?.url === `${hub.endpoint}/${path}` && isStrong(state.etag)
  return isSame ? { size, etag: state.etag } : { size: 0, etag: null }
}

async function readState(path: string): Promise<{ url?: unknown; etag: string | null } | null> {
  try {
    const state = JSON.parse(await readFile(path, 'utf8')) as { url?: unknown; etag?: unknown } | null
    return state === null
      ? null
      : { url: state.url, etag: typeof state.etag === 'string' ? state.etag : null }
  } catch (error) {
    // Gone, or cut off by a crash: then the bytes are asked for again.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** RFC 9110, 13.1.5: only a strong validator may stand in If-Range. */
function isStrong(etag: string | null): etag is string {
  return etag !== null && /^"[\x21\x23-\x7e]{1,200}"$/.test(etag)
}

async function hashOf(path: string): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer)
  return hash
}

/** Bytes that are there; 0 if there are none. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0
      throw error
    },
  )
}

/** Removes a download that is not gone on with. */
export async function removePart(part: string): Promise<void> {
  await rm(part, { force: true })
  await rm(`${part}.json`, { force: true })
}

function tooLarge(name: string, maxBytes: number, got: number): RunError {
  return new RunError(
    'model',
    `Expected at most ${maxBytes} more bytes for ${name} within the limit of a pull, got ${got}`,
  )
}

function networkError({ name, hub }: DownloadOptions, error: unknown): RunError {
  const got =
    error instanceof Error
      ? `${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`.trim()
      : String(error)
  return new RunError(
    'model',
    `Expected ${name} from ${hub.endpoint}, got ${got}. The same command goes on where it stopped; HF_ENDPOINT names another hub.`,
    { cause: error },
  )
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'ELOOP'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )
}
