import { setTimeout as delay } from 'node:timers/promises'
import { RunError } from '@warc2dataset/schemas'
import { ArchiveCutError, ArchiveUnreachableError } from '../../warc/archive-bytes.js'
import { NotAnArchiveError } from '../../warc/archive-record.js'
import { archiveName } from './archive-url.js'
import { type ArchiveVersion, conditionOf, describeVersion } from './archive-version.js'
import { judgeAnswer, NotNow, type Stretch } from './judge-answer.js'
import { LONGEST_RETRY_AFTER_MS, retryWaitMs } from './retry-wait.js'
import { DeadEnd, type GetAnswer, GetProblem, sendGet } from './send-get.js'
import type { ExpectedVersion, WebArchiveOptions } from './web-archive-options.js'

/** Asks a server for stretches of one archive, all of one version. */
export interface ArchiveAsker {
  /**
   * An answer that begins at byte `from`, or before it if the server takes no notice of ranges; by `random` it is to
   * end after `rangeBytes`. Asks until it comes; rejects as `openWebBytes` says.
   */
  readonly ask: (
    from: number,
    rangeBytes: number,
  ) => Promise<{ readonly answer: GetAnswer; readonly stretch: Stretch }>
  /** Waits after a failure until it may be asked again; throws what is no `GetProblem`, and when it has been enough. */
  readonly pause: (problem: unknown) => Promise<void>
  /** New bytes came: enough of them, and earlier failures are forgotten. */
  readonly progress: (bytes: number) => void
  /** Null before the first answer. */
  readonly version: () => ArchiveVersion | null
  /** The archive ended there, as the server said in the end. */
  readonly ended: (size: number) => void
}

const PROGRESS_BYTES = 1 << 20
const DEFAULT_AGENT = 'warc2dataset'

export function createAsker(url: URL, options: WebArchiveOptions): ArchiveAsker {
  const {
    access,
    signal,
    expected,
    retries = 8,
    wait = waitFor,
    now = Date.now,
    random = Math.random,
  } = options
  const name = archiveName(url)
  let version: ArchiveVersion | null = null
  let failures = 0
  let received = 0

  const once = async (from: number, rangeBytes: number) => {
    const condition = version === null ? {} : conditionOf(version)
    if (condition === null) throw notRepeatable(name)
    const range = rangeOf(access, from, rangeBytes)
    const answer = await sendGet(url, {
      headers: { 'user-agent': options.userAgent ?? DEFAULT_AGENT, ...range, ...condition },
      signal,
      headTimeoutMs: options.headTimeoutMs ?? 60_000,
      idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
      ca: options.ca,
    })
    try {
      const isGzipFile = url.pathname.endsWith('.gz')
      const asked = { name, isGzipFile, from, isRange: 'range' in range, version }
      const stretch = await judgeAnswer(answer, asked, now())
      if (access === 'random' && answer.status !== 206) throw noRanges(name)
      if (version === null && expected !== undefined) checkExpected(name, expected, stretch.version)
      version = stretch.version
      return { answer, stretch }
    } catch (error) {
      await answer.close()
      throw error
    }
  }
  const pause = async (problem: unknown): Promise<void> => {
    signal?.throwIfAborted()
    if (problem instanceof DeadEnd) throw new NotAnArchiveError(name, problem.message)
    if (!(problem instanceof GetProblem)) throw problem
    failures = received >= PROGRESS_BYTES ? 1 : failures + 1
    received = 0
    const retryAfterMs = problem instanceof NotNow ? problem.retryAfterMs : undefined
    if (failures > retries || (retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) {
      throw givenUp(name, problem, failures)
    }
    await wait(retryWaitMs(failures, retryAfterMs, random), signal)
    signal?.throwIfAborted()
  }
  return {
    ask: async (from, rangeBytes) => {
      for (;;) {
        try {
          return await once(from, rangeBytes)
        } catch (error) {
          await pause(error)
        }
      }
    },
    pause,
    progress: (bytes) => {
      received += bytes
    },
    version: () => version,
    ended: (size) => {
      if (version !== null) version = { ...version, size }
    },
  }
}

function rangeOf(
  access: WebArchiveOptions['access'],
  from: number,
  bytes: number,
): Readonly<Record<string, string>> {
  if (access === 'random') return { range: `bytes=${from}-${from + bytes - 1}` }
  return from === 0 ? {} : { range: `bytes=${from}-` }
}

function checkExpected(name: string, expected: ExpectedVersion, { etag, size }: ArchiveVersion): void {
  const isSize = size === null || size === expected.size
  if (isSize && (expected.etag === null || etag === expected.etag)) return
  const then = describeVersion({ ...expected, lastModified: null, isDateStrong: false })
  const now = describeVersion({ etag, size, lastModified: null, isDateStrong: false })
  throw new RunError(
    'recipe',
    `source.files: Expected ${then} for ${name}, as it was read before, got ${now}`,
  )
}

/** Without a validator nobody can tell whether it is still the same archive. */
function notRepeatable(name: string): Error {
  return new ArchiveCutError(
    `Expected a strong ETag or Last-Modified for ${name}, to read on where an answer ended, got none; download it first`,
  )
}

function noRanges(name: string): Error {
  return new RunError(
    'recipe',
    `fetch.source: archive: Expected a server that answers ranges for ${name}, got the whole; download it first`,
  )
}

function givenUp(name: string, problem: GetProblem, failures: number): Error {
  if (problem instanceof NotNow && problem.isRefusal) {
    const { message, retryAfterMs } = problem
    const wish = retryAfterMs === undefined ? '' : ` with Retry-After ${retryAfterMs / 1000} s`
    return new RunError(
      'blocked',
      `Expected to be let in for ${name}, got ${message}${wish} (${failures} in a row); run the same command again later`,
    )
  }
  return new ArchiveUnreachableError(
    `Expected the bytes of ${name}, got ${problem.message} (${failures} failures in a row)`,
    { cause: problem },
  )
}

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
