import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { FailureVerdict, Traffic, VisitOutcome } from '../politeness/traffic.js'
import type { RobotsFetch } from '../robots/robots-answer.js'
import type { FetchRefusal, FetchResult } from '../web/fetch-result.js'
import { type Expectation, first, isPassing, isRedirect } from '../web/judge-head.js'
import type { Fetcher, HopResult } from '../web/open-fetcher.js'
import { parseRetryAfter } from '../web/retry-after.js'
import { askAgain, pauseFor, type Tried } from './ask-again.js'
import { goOrThrow, isWorthAnother, visitOutcome } from './visit-outcome.js'

interface NoteHead {
  readonly status: number
  /** Content-Encoding, in lower case, '' for none; none was asked for. */
  readonly coding: string
  readonly retryAfterMs: number | undefined
}

/** RFC 9309 §2.3.1.2: at least five. */
const NOTE_REDIRECTS = 5

/** A way to the notes of sites. */
export interface NoteWay {
  readonly fetcher: Fetcher
  readonly traffic: Traffic
  /** Further requests after a failure that may pass, a passing status included. */
  readonly retries: number
}

export interface ReadNote {
  readonly fetched: RobotsFetch
  /** Why there is no answer in HTTP, not even a refusal; null: there is one. */
  readonly silence: Pick<FetchRefusal, 'code' | 'retryable' | 'detail'> | null
}

/**
 * Reads a small file that a site has for crawlers, past the same guard and in the same lane as its pictures: at most
 * `maxBytes` of it, whatever its status. What failed while our own network was gone is asked for again, not counted.
 */
export async function readNote(
  url: string,
  maxBytes: number,
  way: NoteWay,
  signal: AbortSignal,
): Promise<ReadNote> {
  const { answer } = await askAgain(() => attempt(url, maxBytes, way, signal), {
    retries: way.retries,
    mayPass: (result) => (result.ok ? isPassing(result.note.status) : isWorthAnother(result)),
    isUnsent: (result) => !result.ok && result.reach === 'none',
    pause: async (ms) => {
      await pauseFor(ms, signal)
      return true
    },
  })
  return toNote(answer, maxBytes)
}

async function attempt(
  url: string,
  maxBytes: number,
  { fetcher, traffic }: NoteWay,
  signal: AbortSignal,
): Promise<Tried<FetchResult<NoteHead>>> {
  let verdict: Promise<FailureVerdict> = Promise.resolve('write')
  const answer = await fetcher.fetch(url, signal, {
    expect: expectNote(maxBytes),
    maxRedirects: NOTE_REDIRECTS,
    admit: async ({ origin }, either) => {
      const { done } = goOrThrow(await traffic.visit({ origin, purpose: 'note' }, either))
      return (hop) => {
        verdict = done(noteOutcome(hop))
      }
    },
  })
  return { answer, verdict: await verdict }
}

/** A status that may pass is a body here, and a strain on the site all the same. */
function noteOutcome(hop: HopResult<NoteHead> | null): VisitOutcome {
  const outcome = visitOutcome(hop)
  if (hop === null || !('kind' in hop) || hop.kind !== 'body') return outcome
  const { status, retryAfterMs } = hop.note
  if (!isPassing(status)) return outcome
  return { ...outcome, lane: { kind: 'strained', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }
}

function toNote(result: FetchResult<NoteHead>, maxBytes: number): ReadNote {
  if (result.ok) {
    const { status, coding, retryAfterMs } = result.note
    const retryAfter = retryAfterMs === undefined ? null : retryAfterMs / 1000
    const body = decodeNote(result.body, coding, maxBytes)
    const fetched = body === null ? FAILED : ({ kind: 'response', status, body, retryAfter } as const)
    return { fetched, silence: null }
  }
  const { code, retryable, detail, reach } = result
  if (code === 'redirect_error') return { fetched: { kind: 'too_many_redirects' }, silence: null }
  return { fetched: FAILED, silence: reach === 'answered' ? null : { code, retryable, detail } }
}

const FAILED = { kind: 'failed' } as const

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
