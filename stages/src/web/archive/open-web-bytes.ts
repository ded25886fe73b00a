import type { ArchiveBytes } from '../../warc/archive-bytes.js'
import { NotAnArchiveError } from '../../warc/archive-record.js'
import { parseArchiveUrl, placeName } from './archive-url.js'
import { type ArchiveAsker, createAsker } from './ask-archive.js'
import { type GetAnswer, GetProblem } from './send-get.js'
import type { WebArchiveOptions } from './web-archive-options.js'

export type { ExpectedVersion, WebArchiveOptions } from './web-archive-options.js'

/** Bytes that are rather read than asked for anew. */
const SKIP_BYTES = 256 << 10
/** Asked for at a time by random access: at first, and at most when one request continues another. */
const FIRST_RANGE_BYTES = 128 << 10
const LAST_RANGE_BYTES = 4 << 20

/**
 * An archive on the web, read by GET. `forward`: one request, and after a cut one with `Range` and `If-Match` (or
 * `If-Unmodified-Since`) for the rest; going back is such a request, too. `random`: nothing is asked for before the
 * first read, then ranges of 128 KiB, larger ones where reading goes on. Every answer must be of the version of the
 * first: two are never spliced. A server that takes no notice of a range and sends the same version whole is read from
 * byte 0, and what was there before is passed over; for `random` it is refused. At most one piece of an answer (64 KiB)
 * is in memory beside the caller's buffer: the socket is read when the caller reads.
 *
 * Rejects when opened, and by `read`:
 * - `NotAnArchiveError`: 404 and other statuses that say there is none, nothing of known length, no trusted
 *   connection, more than 5 redirects or one that is not https.
 * - `RunError` exit 6: the server refuses (401, 403), holds us off (429, 503) to the end of the retries, or asks
 *   for a wait of more than ten minutes. Exit 4: it does not answer ranges and `random` needs them; it is
 *   not what was expected.
 * - `ArchiveChangedError`, `ArchiveCutError`, `ArchiveUnreachableError`: may be read again from the beginning.
 * - The reason of the signal.
 */
export async function openWebBytes(place: string, options: WebArchiveOptions): Promise<ArchiveBytes> {
  const asker = createAsker(urlOf(place), options)
  const flow = options.access === 'random' ? null : await startFlow(asker, 0, 0)
  const version = asker.version()
  return {
    size: version?.size ?? null,
    etag: version?.etag ?? null,
    ...createReader(asker, flow, options.signal),
  }
}

/** What a server says of an archive that it must be able to send in ranges; one request for its first byte. */
export async function probeWebArchive(
  place: string,
  options: Omit<WebArchiveOptions, 'access'>,
): Promise<{ readonly size: number | null; readonly etag: string | null }> {
  const asker = createAsker(urlOf(place), { ...options, access: 'random' })
  const { answer, stretch } = await asker.ask(0, 1)
  await answer.close()
  return stretch.version
}

function urlOf(place: string): URL {
  const url = parseArchiveUrl(place)
  if (typeof url === 'string') throw new NotAnArchiveError(placeName(place), url)
  return url
}

/** An answer under way. */
interface Flow {
  readonly answer: GetAnswer
  /** File offset after its last byte; null if only its end will tell. */
  readonly end: number | null
  /** File offset of the next byte. */
  at: number
  /** What came and is not used yet. */
  left: Buffer
}

async function startFlow(asker: ArchiveAsker, from: number, rangeBytes: number): Promise<Flow> {
  const { answer, stretch } = await asker.ask(from, rangeBytes)
  return { answer, end: stretch.end, at: stretch.from, left: Buffer.alloc(0) }
}

function createReader(
  asker: ArchiveAsker,
  first: Flow | null,
  signal: AbortSignal | undefined,
): Pick<ArchiveBytes, 'read' | 'close'> {
  let flow = first
  let rangeBytes = FIRST_RANGE_BYTES

  const stop = async (): Promise<void> => {
    const ending = flow
    flow = null
    await ending?.answer.close()
  }
  const flowFor = async (at: number): Promise<Flow> => {
    if (flow !== null && isNear(flow, at)) return flow
    const continues = flow !== null && flow.at === at
    rangeBytes = continues ? Math.min(2 * rangeBytes, LAST_RANGE_BYTES) : FIRST_RANGE_BYTES
    await stop()
    flow = await startFlow(asker, at, rangeBytes)
    return flow
  }
  /** The next bytes from `at` on, `most` of them at most; none at the end of the archive. */
  const piece = async (at: number, most: number): Promise<Buffer> => {
    for (;;) {
      const current = await flowFor(at)
      try {
        while (current.at < at) if ((await take(current, at - current.at)).length === 0) break
        const taken = current.at === at ? await take(current, most) : Buffer.alloc(0)
        if (taken.length > 0) return taken
        if (current.end !== null || current.at < at) throw new GetProblem(`the answer ended at ${current.at}`)
        asker.ended(at)
        return taken
      } catch (error) {
        await stop()
        await asker.pause(error)
      }
    }
  }
  return {
    read: async (buffer, offset, length, position) => {
      let filled = 0
      while (filled < length) {
        signal?.throwIfAborted()
        const at = position + filled
        if (at >= (asker.version()?.size ?? Number.POSITIVE_INFINITY)) break
        const bytes = await piece(at, length - filled)
        if (bytes.length === 0) break
        bytes.copy(buffer, offset + filled)
        filled += bytes.length
        asker.progress(bytes.length)
      }
      return filled
    },
    close: stop,
  }
}

function isNear(flow: Flow, at: number): boolean {
  return at >= flow.at && at - flow.at <= SKIP_BYTES && at < (flow.end ?? Number.POSITIVE_INFINITY)
}

/** Up to `most` bytes of an answer; none at its end. */
async function take(flow: Flow, most: number): Promise<Buffer> {
  const rest = (flow.end ?? Number.POSITIVE_INFINITY) - flow.at
  if (rest === 0) return Buffer.alloc(0)
  if (flow.left.length === 0) flow.left = (await flow.answer.next()) ?? Buffer.alloc(0)
  const taken = flow.left.subarray(0, Math.min(most, rest))
  flow.left = flow.left.subarray(taken.length)
  flow.at += taken.length
  return taken
}
