import { createAbortFan } from '../picture/abort-fan.js'
import { type AllowedUrl, checkUrl } from './check-url.js'
import { type Connection, ConnectionGone, wrapSocket } from './connection.js'
import { type Deadline, startDeadline } from './deadline.js'
import { FetchProblem, type FetchResult, refuseFetch } from './fetch-result.js'
import { checkFetcherOptions, type FetcherOptions } from './fetcher-options.js'
import { findTargets } from './find-target.js'
import { createIdleConnections } from './idle-connections.js'
import { redirectUrl } from './judge-head.js'
import { type Endpoint, openSocket } from './open-socket.js'
import { createPermits } from './permits.js'
import { type Answer, readAnswer, type Trip } from './read-answer.js'
import { untilAborted } from './until-aborted.js'

export type { FetcherOptions } from './fetcher-options.js'

export interface Fetcher {
  /**
   * Exactly one result for any text. Rejects with the reason of `signal`, or if the fetcher is closed, and for
   * errors that are ours. Many calls may run at once; the caller bounds them, in all and for each site.
   */
  readonly fetch: (url: string, signal: AbortSignal) => Promise<FetchResult>
  /** Rejects what runs, closes all connections and waits until they are closed. May be called again. */
  readonly close: () => Promise<void>
}

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
 *   statuses (`judgeHead`) and truncated bodies are retryable. A 200 is one whatever its type and length.
 */
export function openFetcher(options: FetcherOptions): Fetcher {
  const settings = checkFetcherOptions(options)
  const { openHosts, maxRedirects, totalTimeoutMs, onRequest, admit } = settings
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

  const connectFirst = async (origin: string, endpoints: readonly Endpoint[], signal: AbortSignal) => {
    let failure: unknown
    for (const endpoint of endpoints) {
      try {
        return await connect(keyOf(origin, endpoint), endpoint, signal)
      } catch (error) {
        signal.throwIfAborted()
        failure = error
        if (!(error instanceof FetchProblem && error.refusal.retryable)) throw error
      }
    }
    throw failure
  }

  const ask = async (checked: AllowedUrl, trip: Trip): Promise<Answer> => {
    const { url } = checked
    const rules = { ...settings, largeBodies, onSend: () => onRequest(url.href) }
    const send = async (connection: Connection) => {
      const answer = await readAnswer(connection, url, rules, trip)
      if (answer.kind === 'body') idle.give(connection)
      return answer
    }
    trip.timeoutRetryable = true
    const endpoints = await findTargets(checked, settings, trip.signal)
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

  const askInTurn = async (checked: AllowedUrl, trip: Trip, deadline: Deadline): Promise<Answer> => {
    deadline.pause()
    const admission = admit(checked.url.href, trip.signal)
    const leave = await untilAborted(admission, trip.signal).catch((error: unknown) => {
      admission.then(
        (late) => late(),
        () => {},
      )
      throw error
    })
    deadline.resume()
    try {
      return await ask(checked, trip)
    } finally {
      leave()
    }
  }

  const follow = async (text: string, trip: Trip, deadline: Deadline): Promise<FetchResult> => {
    const seen = new Set<string>()
    let next = text
    for (let redirects = 0; ; redirects++) {
      const checked = checkUrl(next, openHosts)
      if (!checked.ok) {
        const at = redirects === 0 ? '' : `Redirect ${redirects}: `
        throw refuseFetch('address_refused', false, at + checked.detail)
      }
      const { href } = checked.url
      if (seen.has(href)) throw refuseFetch('redirect_error', false, `redirects lead back to ${href}`)
      seen.add(href)
      const answer = await askInTurn(checked, trip, deadline)
      if (answer.kind === 'body') {
        const { body, contentType } = answer
        return { ok: true, body, contentType, status: 200, finalUrl: href, redirects }
      }
      if (redirects === maxRedirects) {
        throw refuseFetch('redirect_error', false, `Expected at most ${maxRedirects} redirects, got more`)
      }
      next = redirectUrl(answer.location, checked.url)
    }
  }

  const run = async (url: string, signal: AbortSignal, stop: AbortController): Promise<FetchResult> => {
    const trip: Trip = { signal: stop.signal, timeoutRetryable: true }
    const deadline = startDeadline(totalTimeoutMs, () => {
      stop.abort(refuseFetch('timeout', trip.timeoutRetryable, `not done in ${totalTimeoutMs} ms`))
    })
    const forget = aborts.add(signal, (reason) => stop.abort(reason))
    try {
      return await follow(url, trip, deadline)
    } catch (error) {
      if (error instanceof FetchProblem) return error.refusal
      throw error
    } finally {
      deadline.pause()
      forget()
    }
  }

  const fetch: Fetcher['fetch'] = (url, signal) => {
    if (closed) return Promise.reject(closedError())
    if (signal.aborted) return Promise.reject(signal.reason)
    const stop = new AbortController()
    const result = run(url, signal, stop).finally(() => running.delete(stop))
    running.set(stop, result)
    return result
  }

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
