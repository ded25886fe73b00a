import { answerProblem } from './answer-problem.js'
import { type BodyBlocks, createBodyBlocks } from './body-blocks.js'
import type { Connection } from './connection.js'
import { refuseFetch } from './fetch-result.js'
import type { Expectation, Head } from './judge-head.js'
import type { Permits } from './permits.js'
import { createWatchdog, type PaceLimits } from './watchdog.js'

/** What one fetch knows of itself while it goes from hop to hop. */
export interface Trip {
  /** Aborts at the total deadline, or when the caller has had enough. */
  readonly signal: AbortSignal
  /** Would a timeout right now be worth a retry: nothing was answered yet, or we are the ones who wait. */
  timeoutRetryable: boolean
  /** The present hop has the head of an answer. */
  heard: boolean
}

export interface AnswerRules extends PaceLimits {
  readonly userAgent: string
  /** Bodies beyond `freeBytes` need a place here to be read on. */
  readonly largeBodies: Permits
  /** The head of the request is about to be written. */
  readonly onSend: () => void
}

export type Answer<Note> =
  | (Extract<Head<Note>, { readonly kind: 'redirect' }> & { readonly latencyMs: number })
  | {
      readonly kind: 'body'
      readonly contentType: string | null
      readonly body: Buffer
      readonly note: Note
      /** The body is longer, and its connection closed. */
      readonly cut: boolean
      /** From the request to the head. */
      readonly latencyMs: number
    }

/** Bytes that every body may have in memory without a place among the large ones. */
const FREE_BYTES = 2 * 1024 * 1024
const MAX_INTERIM_ANSWERS = 10
/** A body in pieces smaller than this on average, beyond the first ones, is an attack on the processor. */
const MIN_PIECE_BYTES = 64
const FREE_PIECES = 10_000

/**
 * Sends one GET, without cookies, credentials and `Referer`, and reads the answer. Rejects with a `FetchProblem`,
 * the reason of the trip's signal, or `ConnectionGone`. Unless the result is a whole body the connection is destroyed.
 */
export function readAnswer<Note>(
  connection: Connection,
  url: URL,
  { accept, judge }: Expectation<Note>,
  rules: AnswerRules,
  trip: Trip,
): Promise<Answer<Note>> {
  const { largeBodies } = rules
  return new Promise<Answer<Note>>((resolve, reject) => {
    let head: Extract<Head<Note>, { readonly kind: 'body' }> | null = null
    let body: BodyBlocks | null = null
    let sentAt = 0
    let latencyMs = 0
    let settled = false
    let interim = 0
    let pieces = 0
    let asked = false
    let leave = () => {}

    const settle = () => {
      settled = true
      watchdog.stop()
      leave()
      trip.signal.removeEventListener('abort', abort)
    }
    const fail = (error: unknown) => {
      if (settled) return
      settle()
      reject(error)
      void connection.destroy()
    }
    const abort = () => fail(trip.signal.reason)
    const watchdog = createWatchdog(rules, (detail) => {
      const reach = trip.heard ? 'answered' : 'silent'
      fail(refuseFetch('timeout', trip.timeoutRetryable, detail, { reach }))
    })

    const startBody = (status: number, fields: Readonly<Record<string, string | string[] | undefined>>) => {
      const judged = judge(status, fields, Date.now())
      if (judged.kind === 'body') {
        head = judged
        body = createBodyBlocks(judged.announced)
        watchdog.headDone()
        return
      }
      settle()
      resolve({ ...judged, latencyMs })
      void connection.destroy()
    }
    const finish = (cut: boolean) => {
      if (body === null || head === null) return
      const { contentType, note, maxBytes } = head
      const joined = body.join()
      const whole = cut ? Buffer.from(joined.subarray(0, maxBytes)) : joined
      settle()
      resolve({ kind: 'body', contentType, body: whole, note, cut, latencyMs })
      if (cut) void connection.destroy()
    }
    const waitForPlace = async () => {
      asked = true
      connection.gate.shut()
      watchdog.pause()
      trip.timeoutRetryable = true
      const left = await largeBodies.acquire(trip.signal)
      if (settled) return left()
      leave = left
      trip.timeoutRetryable = false
      watchdog.resume()
      connection.gate.open()
    }
    const addBytes = (chunk: Buffer) => {
      if (body === null || head === null) return
      const { maxBytes, longer } = head
      body.add(chunk)
      watchdog.bytes(chunk.length)
      pieces++
      const length = body.length()
      if (length > maxBytes) {
        if (longer === 'cut') return finish(true)
        throw refuseFetch('too_many_bytes', false, `Expected at most ${maxBytes} bytes, got more`)
      }
      if (pieces > FREE_PIECES && length < pieces * MIN_PIECE_BYTES) {
        throw refuseFetch('http_malformed', false, `Expected whole packets, got ${length} bytes in ${pieces}`)
      }
      if (length > FREE_BYTES && !asked) waitForPlace().catch(fail)
    }
    // What is thrown inside a callback of undici would be its own error, or none.
    const guarded = (step: () => void) => {
      if (settled) return
      try {
        step()
      } catch (error) {
        fail(error)
      }
    }

    trip.heard = false
    trip.signal.addEventListener('abort', abort, { once: true })
    if (trip.signal.aborted) return abort()
    connection.client.dispatch(
      {
        path: url.pathname + url.search,
        method: 'GET',
        headers: {
          host: url.host,
          'user-agent': rules.userAgent,
          accept,
          'accept-encoding': 'identity',
        },
      },
      {
        onRequestStart: () =>
          guarded(() => {
            sentAt = performance.now()
            rules.onSend()
          }),
        onResponseStart: (_controller, status, fields) =>
          guarded(() => {
            trip.timeoutRetryable = false
            trip.heard = true
            latencyMs = Math.max(performance.now() - sentAt, Number.MIN_VALUE)
            if (status >= 200) return startBody(status, fields)
            if (status === 101) throw refuseFetch('http_malformed', false, 'HTTP 101 to no upgrade')
            interim++
            if (interim > MAX_INTERIM_ANSWERS) {
              throw refuseFetch('http_malformed', false, `more than ${MAX_INTERIM_ANSWERS} answers 1xx`)
            }
          }),
        onResponseData: (_controller, chunk) => guarded(() => addBytes(chunk)),
        onResponseEnd: () => guarded(() => finish(false)),
        onResponseError: (_controller, error) => fail(answerProblem(error, body !== null)),
      },
    )
  })
}
