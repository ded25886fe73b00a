import { setImmediate as nextTurn } from 'node:timers/promises'
import { createAbortFan } from '../abort-fan.js'
import { type AllowedUrl, checkUrl } from './check-url.js'
import { type Connection, ConnectionGone, wrapSocket } from './connection.js'
import { type Deadline, startDeadline } from './deadline.js'
import {
  FetchProblem,
  type FetchRefusal,
  type FetchResult,
  isExhausted,
  refuseFetch,
} from './fetch-result.js'
import { checkFetcherOptions, type FetcherOptions } from './fetcher-options.js'
import { findTargets } from './find-target.js'
import { createIdleConnections } from './idle-connections.js'
import { type Expectation, expectPicture, redirectUrl } from './judge-head.js'
import { type Endpoint, openSocket } from './open-socket.js'
import { createPermits } from './permits.js'
import { type Answer, readAnswer, type Trip } from './read-answer.js'
import { untilAborted } from './until-aborted.js'

export type { FetcherOptions } from './fetcher-options.js'

/** What came of one HTTP request: its answer, or why there is none. */
export type HopResult<Note> = Answer<Note> | FetchRefusal

/** What is asked for, and when it may be. */
export interface FetchRequest<Note> {
  readonly expect: Expectation<Note>
  readonly maxRedirects?: number
  /**
   * Waits until this URL may be asked for, or throws a `FetchProblem`: once for each URL and redirect whose text is
   * allowed. The result is called when the answer is read or refused, or with null if there was no time left for one.
   * What it waits does not count in `totalTimeoutMs`. What it rejects with else, `fetch` rejects with.
   */
  readonly admit?: (url: URL, signal: AbortSignal) => Promise<(result: HopResult<Note> | null) => void>
}

export interface Fetcher {
  /**
   * Exactly one result for any text: of a picture if there is no `request`. Rejects with the reason of `signal`, or if the
   * fetcher is closed, and for errors that are ours. Many calls may run at once; the caller bounds them, in all and for
   * each site.
   */
  readonly fetch: {
    (url: string, signal: AbortSignal): Promise<FetchResult<null>>
    <Note>(url: string, signal: AbortSignal, request: FetchRequest<Note>): Promise<FetchResult<Note>>
  }
  /** Rejects what runs, closes all connections and waits until they are closed. May be called again. */
  readonly close: () => Promise<void>
}

const admitAll = async () => () => {}
const MAX_IDLE = 256
const MAX_LARGE_BODIES = 16

/**
 * Fetches from hosts that cannot be trusted, one GET per URL and redirect, never a retry. Throws a `RangeError` for
 * bad options.
 *
 * - Addresses: `checkUrl`, then one look-up whose answers must all be public, then a connection to one of the very
 *   addresses judged, then a look at its other end before a byte is sent; the same for every redirect, to any
 *   scheme (one that is not http(s) is `address_refused`). https to http is followed. No proxy, whatever the
 *   environment says: a proxy would resolve names by itself.
 * - Time: a deadline over all, and limits for connection, head, silence and pace (`watchdog`).
 * - Memory: at most `maxBytes` a body, and at most 16 bodies beyond 2 MiB at once; others wait, against their
 *   deadline, unread. Nothing is decoded. A body that is given back is the caller's to bound.
 * - Results: timeouts before the head of an answer, connection errors, DNS errors other than "no such name", passing
 *   statuses (`expectPicture`) and truncated bodies are retryable. A 200 is one whatever its type and length.
 */
export function openFetcher(options: FetcherOptions): Fetcher {
  const settings = checkFetcherOptions(options)
  const { openHosts, totalTimeoutMs, onRequest } = settings
  const picture: FetchRequest<null> = { expect: expectPicture(settings.maxBytes, () => null) }
  const largeBodies = createPermits(MAX_LARGE_BODIES)
  const idle = createIdleConnections(MAX_IDLE)
  const connections = new Set<Connection>()
  const running = new Map<AbortController, Promise<unknown>>()
  const aborts = createAbortFan()
  let closed = false

  const connect = async (key: string, endpoint: Endpoint, signal: AbortSignal): Promise<Connection> => {
    const connection = wrapSocket(key, await openSocket(endpoint, settings.socket, signal))
    connections.add(connection)
    void connection.closed.then(() => {
      connections.delete(connection)
      idle.forget(connection)
    })
    return connection
  }

  /** Where this machine has no socket left, idle connections give way. */
  const connectWithRoom: typeof connect = async (key, endpoint, signal) => {
    for (;;) {
      try {
        return await connect(key, endpoint, signal)
      } catch (error) {
        const isFull = error instanceof FetchProblem && isExhausted(error.refusal)
        if (!isFull || !(await idle.shed())) throw error
      }
    }
  }

  const connectFirst = async (origin: string, endpoints: readonly Endpoint[], signal: AbortSignal) => {
    let failure: unknown
    for (const endpoint of endpoints) {
      try {
        return await connectWithRoom(keyOf(origin, endpoint), endpoint, signal)
      } catch (error) {
        signal.throwIfAborted()
        failure = error
        if (!(error instanceof FetchProblem && error.refusal.retryable)) throw error
      }
    }
    throw failure
  }

  const ask = async <Note>(
    { url, ...checked }: AllowedUrl,
    expect: Expectation<Note>,
    trip: Trip,
  ): Promise<Answer<Note>> => {
    const rules = { ...settings, largeBodies, onSend: () => onRequest(url.href) }
    const send = async (connection: Connection) => {
      const answer = await readAnswer(connection, url, expect, rules, trip)
      if (answer.kind === 'body' && !answer.cut) {
        // What came right behind the answer is read first: an end, or bytes nobody asked for, spoil the next request.
        await nextTurn()
        idle.give(connection)
      }
      return answer
    }
    trip.timeoutRetryable = true
    trip.heard = false
    const endpoints = await findTargets({ url, ...checked }, settings, trip.signal)
    for (const endpoint of endpoints) {
      const kept = idle.take(keyOf(url.origin, endpoint))
      if (kept === null) continue
      try {
        return await send(kept)
      } catch (error) {
        if (!(error instanceof ConnectionGone)) throw error
      }
    }
    return send(await connectFirst(url.origin, endpoints, trip.signal))
  }

  const askInTurn = async <Note>(
    checked: AllowedUrl,
    { expect, admit = admitAll }: FetchRequest<Note>,
    trip: Trip,
    deadline: Deadline,
  ): Promise<Answer<Note>> => {
    deadline.pause()
    const admission = admit(checked.url, trip.signal)
    const leave = await untilAborted(admission, trip.signal).catch((error: unknown) => {
      admission.then(
        (late) => late(null),
        () => {},
      )
      throw error
    })
    deadline.resume()
    try {
      const answer = await ask(checked, expect, trip)
      leave(answer)
      return answer
    } catch (error) {
      leave(error instanceof FetchProblem ? error.refusal : null)
      throw error
    }
  }

  const follow = async <Note>(
    text: string,
    request: FetchRequest<Note>,
    trip: Trip,
    deadline: Deadline,
  ): Promise<FetchResult<Note>> => {
    const maxRedirects = request.maxRedirects ?? settings.maxRedirects
    const seen = new Set<string>()
    let next = text
    for (let redirects = 0; ; redirects++) {
      const checked = checkUrl(next, openHosts)
      if (!checked.ok) {
        const at = redirects === 0 ? '' : `Redirect ${redirects}: `
        throw refuseFetch('address_refused', false, at + checked.detail, { reach: 'none' })
      }
      const { href } = checked.url
      if (seen.has(href)) throw refuseFetch('redirect_error', false, `redirects lead back to ${href}`)
      seen.add(href)
      const answer = await askInTurn(checked, request, trip, deadline)
      if (answer.kind === 'body') {
        const { body, contentType, note } = answer
        return { ok: true, body, contentType, note, finalUrl: href, redirects }
      }
      if (redirects === maxRedirects) {
        throw refuseFetch('redirect_error', false, `Expected at most ${maxRedirects} redirects, got more`)
      }
      next = redirectUrl(answer.location, checked.url)
    }
  }

  const run = async <Note>(
    url: string,
    request: FetchRequest<Note>,
    signal: AbortSignal,
    stop: AbortController,
  ): Promise<FetchResult<Note>> => {
    const trip: Trip = { signal: stop.signal, timeoutRetryable: true, heard: false }
    const deadline = startDeadline(totalTimeoutMs, () => {
      const reach = trip.heard ? 'answered' : 'silent'
      stop.abort(refuseFetch('timeout', trip.timeoutRetryable, `not done in ${totalTimeoutMs} ms`, { reach }))
    })
    const forget = aborts.add(signal, (reason) => stop.abort(reason))
    try {
      return await follow(url, request, trip, deadline)
    } catch (error) {
      if (error instanceof FetchProblem) return error.refusal
      throw error
    } finally {
      deadline.pause()
      forget()
    }
  }

  const start = <Note>(
    url: string,
    signal: AbortSignal,
    request: FetchRequest<Note>,
  ): Promise<FetchResult<Note>> => {
    if (closed) return Promise.reject(closedError())
    if (signal.aborted) return Promise.reject(signal.reason)
    const stop = new AbortController()
    const result = run(url, request, signal, stop).finally(() => running.delete(stop))
    running.set(stop, result)
    return result
  }
  // The picture is what `Note` is null for: one without a request.
  const fetch: Fetcher['fetch'] = <Note>(url: string, signal: AbortSignal, request?: FetchRequest<Note>) =>
    request === undefined ? start(url, signal, picture) : start(url, signal, request)

  const close = async () => {
    closed = true
    const ending = [...running.values()]
    for (const stop of running.keys()) stop.abort(closedError())
    await Promise.allSettled(ending)
    await Promise.all([...connections].map((connection) => connection.destroy()))
  }

  return { fetch, close }
}

function keyOf(origin: string, { address, port }: Endpoint): string {
  return `${origin} ${address} ${port}`
}

function closedError(): Error {
  return new Error('Expected an open fetcher, got a closed one')
}
