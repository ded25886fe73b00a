import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { Agent as HttpsAgent, request as requestTls } from 'node:https'
import { redirectTarget } from './archive-url.js'

/** A GET did not bring what it should, for a reason that may pass. */
export class GetProblem extends Error {}

/** No GET will bring anything: a redirect that leads nowhere, a certificate that nobody trusts. */
export class DeadEnd extends Error {}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
  /** From the request to the whole head of the answer, connection included, ms. */
  readonly headTimeoutMs: number
  /** While a piece of the body is waited for, ms. */
  readonly idleTimeoutMs: number
  /** For tests: PEM certificates trusted instead of the machine's. */
  readonly ca: string | undefined
}

/** The head of an answer, and its body piece by piece. */
export interface GetAnswer {
  readonly status: number
  readonly fields: IncomingHttpHeaders
  /**
   * The next bytes, some tens of KiB at most; null at the end that the answer announced. Nothing is read from the
   * socket before it is asked for. Rejects with a `GetProblem` if the answer ends early or stalls, or with the reason
   * of the signal.
   */
  readonly next: () => Promise<Buffer | null>
  /** Ends its use: the connection is kept if all was read, else it is closed. */
  readonly close: () => Promise<void>
}

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

// Not undici: what it reads must be paused, and then version 7 ends the process when the server ends the connection
// (nodejs/undici#5360; see gate-socket.ts).
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/**
 * Sends a GET and follows up to 5 redirects, never from https to http. Nothing is decoded. Rejects with `GetProblem`,
 * `DeadEnd`, or the reason of the signal.
 */
export async function sendGet(url: URL, options: GetOptions): Promise<GetAnswer> {
  for (let redirects = 0, at = url; ; redirects++) {
    const answer = await sendOnce(at, options)
    if (!REDIRECTS.has(answer.status)) return answer
    await answer.close()
    const location = answer.fields.location
    if (location === undefined) throw new DeadEnd(`HTTP ${answer.status} without Location`)
    if (redirects === MAX_REDIRECTS) throw new DeadEnd(`more than ${MAX_REDIRECTS} redirects`)
    const target = redirectTarget(location, at)
    if (target === null) throw new DeadEnd('a redirect to no https URL')
    at = target
  }
}

async function sendOnce(url: URL, options: GetOptions): Promise<GetAnswer> {
  try {
    return await getHead(url, options)
  } catch (error) {
    // The server closed a kept connection just before the request: a fresh one will do.
    if (error instanceof ConnectionGone) return getHead(url, options, true)
    throw error
  }
}

class ConnectionGone extends GetProblem {}

function getHead(url: URL, options: GetOptions, fresh = false): Promise<GetAnswer> {
  const { headers, signal, headTimeoutMs, ca } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const isTls = url.protocol === 'https:'
    const sent = (isTls ? requestTls : request)(url, {
      headers: { ...headers, accept: '*/*', 'accept-encoding': 'identity' },
      agent: fresh ? false : isTls ? agents.https : agents.http,
      ...(signal === undefined ? {} : { signal }),
      ...(isTls ? { rejectUnauthorized: true } : {}),
      ...(ca === undefined ? {} : { ca }),
    })
    const limit = setTimeout(() => {
      sent.destroy(new GetProblem(`no answer for ${headTimeoutMs} ms`))
    }, headTimeoutMs)
    sent.once('response', (answer) => {
      clearTimeout(limit)
      resolve(readAnswer(answer, options))
    })
    // Stays: an error after the head must not be an uncaught one.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(limit)
      const isGone = sent.reusedSocket && error.code === 'ECONNRESET'
      const problem = isGone ? new ConnectionGone(error.message) : problemOf(error)
      reject(signal?.aborted ? signal.reason : problem)
    })
    // Without a listener an upgrade ends the connection and says nothing.
    sent.once('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(new GetProblem('HTTP 101 to no upgrade'))
    })
    sent.once('close', () => {
      clearTimeout(limit)
      reject(new GetProblem('the connection ended before an answer'))
    })
    sent.end()
  })
}

function readAnswer(answer: IncomingMessage, { signal, idleTimeoutMs }: GetOptions): GetAnswer {
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  answer.on('error', () => {})
  let done = false
  const next = async (): Promise<Buffer | null> => {
    const limit = setTimeout(() => {
      answer.destroy(new GetProblem(`no byte for ${idleTimeoutMs} ms`))
    }, idleTimeoutMs)
    try {
      const piece = await pieces.next()
      done = piece.done === true
      // An answer whose length nothing tells ends whenever its connection does.
      if (done && !answer.complete) throw new GetProblem('the answer ended early')
      return piece.done === true ? null : piece.value
    } catch (error) {
      signal?.throwIfAborted()
      throw problemOf(error)
    } finally {
      clearTimeout(limit)
    }
  }
  return {
    status: answer.statusCode ?? 0,
    fields: answer.headers,
    next,
    close: async () => {
      if (!done && !(answer.complete && answer.readableLength === 0)) return void answer.destroy()
      // All bytes are there and taken: reading the end gives the connection back, a moment later.
      if (!done) await next()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

/** Of the network, or of what is not HTTP: these pass, or are given up after some tries. A certificate does not. */
function problemOf(error: unknown): unknown {
  if (error instanceof GetProblem || !(error instanceof Error)) return error
  if (!('code' in error) || typeof error.code !== 'string') return error
  const { code } = error
  const detail = code === error.message ? code : `${code}: ${error.message}`
  if (/^(CERT_|ERR_TLS_)|CERTIFICATE|SELF_SIGNED|_CERT$|_CERT_|_SIGNATURE$/.test(code)) {
    return new DeadEnd(`no connection to be trusted (${code})`, { cause: error })
  }
  return new GetProblem(detail, { cause: error })
}
