import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Traffic } from '../politeness/traffic.js'
import type { RobotsFetch } from '../robots/robots-answer.js'
import { refuseFetch } from '../web/fetch-result.js'
import { type Expectation, first, isRedirect } from '../web/judge-head.js'
import type { Fetcher } from '../web/open-fetcher.js'
import { parseRetryAfter } from '../web/retry-after.js'
import { visitOutcome } from './visit-outcome.js'

interface NoteHead {
  readonly status: number
  /** Content-Encoding, in lower case, '' for none; none was asked for. */
  readonly coding: string
  readonly retryAfterMs: number | undefined
}

/** RFC 9309 §2.3.1.2: at least five. */
const NOTE_REDIRECTS = 5

/**
 * Reads a small file that a site has for crawlers, past the same guard and in the same lane as its pictures: at most
 * `maxBytes` of it, whatever its status. What failed while our own network was gone is asked for again.
 */
export async function readNote(
  url: string,
  maxBytes: number,
  { fetcher, traffic }: { readonly fetcher: Fetcher; readonly traffic: Traffic },
  signal: AbortSignal,
): Promise<RobotsFetch> {
  for (;;) {
    let verdict: Promise<'write' | 'retry'> = Promise.resolve('write')
    const result = await fetcher.fetch(url, signal, {
      expect: expectNote(maxBytes),
      maxRedirects: NOTE_REDIRECTS,
      admit: async ({ origin }, redirects) => {
        const purpose = redirects === 0 ? 'note' : 'onward'
        const visit = await traffic.visit({ origin, purpose }, signal)
        if (visit.kind === 'refused') throw refuseFetch(visit.code, true, visit.detail, { reach: 'none' })
        return (hop) => {
          verdict = visit.done(visitOutcome(hop))
        }
      },
    })
    if (result.ok) {
      const { status, coding, retryAfterMs } = result.note
      const retryAfter = retryAfterMs === undefined ? null : retryAfterMs / 1000
      const body = decodeNote(result.body, coding, maxBytes)
      return body === null ? { kind: 'failed' } : { kind: 'response', status, body, retryAfter }
    }
    if ((await verdict) === 'retry') continue
    return { kind: result.code === 'redirect_error' ? 'too_many_redirects' : 'failed' }
  }
}

function expectNote(maxBytes: number): Expectation<NoteHead> {
  return {
    accept: 'text/plain,*/*;q=0.5',
    judge: (status, fields, nowMs) => {
      const location = first(fields['location'])
      if (isRedirect(status) && location !== '') return { kind: 'redirect', location }
      const retryAfterMs = parseRetryAfter(first(fields['retry-after']), nowMs)
      const coding = first(fields['content-encoding']).toLowerCase()
      const note = { status, coding: coding === 'identity' ? '' : coding, retryAfterMs }
      return { kind: 'body', contentType: null, announced: null, maxBytes, longer: 'cut', note }
    },
  }
}

const DECODERS: ReadonlyMap<string, (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer> =
  new Map([
    ['gzip', gunzipSync],
    ['x-gzip', gunzipSync],
    ['deflate', inflateSync],
    ['br', brotliDecompressSync],
  ])
const MAX_DECODED = 4 * 2 ** 20

/** Rules that were packed unasked are rules all the same: read as text they would forbid nothing. Null: not readable. */
function decodeNote(body: Buffer, coding: string, maxBytes: number): Buffer | null {
  if (coding === '') return body
  const decode = DECODERS.get(coding)
  if (decode === undefined) return null
  try {
    return decode(body, { maxOutputLength: MAX_DECODED }).subarray(0, maxBytes)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
