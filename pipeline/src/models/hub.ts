import { RunError } from '@warc2dataset/schemas'
import { parseUrl } from '@warc2dataset/stages/web/parse-url'
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import { VERSION } from '../version.js'
import type { Environment } from './models-folder.js'

const DEFAULT_ENDPOINT = 'https://huggingface.co'
const MAX_REDIRECTS = 10
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** What the hub, or the host it sent us to, answered with: neither a redirect nor an error of the network. */
export interface HubAnswer {
  readonly status: number
  readonly header: (name: string) => string | null
  readonly body: Dispatcher.ResponseData['body']
  /** Headers of the hub itself, from before a redirect to where the bytes are. */
  readonly commit: string | null
  readonly linkedEtag: string | null
  readonly linkedSize: number | null
}

export interface Hub {
  /** Without a slash at its end; the host may be a mirror. */
  readonly endpoint: string
  /** GET of a path below the endpoint. Rejects with what the network says. The body must be read or dumped. */
  readonly get: (
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<HubAnswer>
  readonly close: () => Promise<void>
}

/**
 * A hub as Hugging Face runs it, at `endpoint` (else $HF_ENDPOINT, else huggingface.co). $HF_TOKEN goes to the
 * endpoint's own origin only: a redirect to another host, port or scheme does not get it. Proxies of the environment
 * (`https_proxy`, `no_proxy`) are used, except for a loopback endpoint.
 * @throws RunError exit 2 if the endpoint is neither https nor loopback.
 */
export function openHub(endpoint: string | undefined, env: Environment = process.env): Hub {
  const base = readEndpoint(endpoint ?? (env['HF_ENDPOINT'] || DEFAULT_ENDPOINT))
  const token = env['HF_TOKEN']?.trim()
  if (token !== undefined && !/^[\x21-\x7e]*$/.test(token))
    throw new RunError('usage', 'Expected a token without spaces for $HF_TOKEN, got other characters')
  const loopback = LOOPBACK.test(base.hostname)
  const timeouts = { headersTimeout: 60_000, bodyTimeout: 60_000, connect: { timeout: 20_000 } }
  const dispatcher = loopback ? new Agent(timeouts) : new EnvHttpProxyAgent(timeouts)

  const get: Hub['get'] = async (path, headers, signal) => {
    let url = new URL(`${base.href.replace(/\/$/, '')}/${path}`)
    const own = { commit: null as string | null, etag: null as string | null, size: null as string | null }
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const isOwn = url.origin === base.origin
      const answer = await request(url, {
        dispatcher,
        signal,
        headers: {
          ...headers,
          'user-agent': `warc2dataset/${VERSION}`,
          'accept-encoding': 'identity',
          ...(isOwn && token ? { authorization: `Bearer ${token}` } : {}),
        },
      })
      const header = headerReader(answer.headers)
      if (isOwn) {
        own.commit ??= header('x-repo-commit')
        own.etag ??= header('x-linked-etag')
        own.size ??= header('x-linked-size')
      }
      const location = [301, 302, 303, 307, 308].includes(answer.statusCode) ? header('location') : null
      if (location === null)
        return {
          status: answer.statusCode,
          header,
          body: answer.body,
          commit: own.commit,
          linkedEtag: own.etag,
          linkedSize: own.size !== null && /^\d{1,15}$/.test(own.size) ? Number(own.size) : null,
        }
      await answer.body.dump()
      url = nextUrl(url, location, loopback)
    }
    throw new RunError('model', `Expected at most ${MAX_REDIRECTS} redirects from ${base.href}, got more`)
  }
  return { endpoint: base.href.replace(/\/$/, ''), get, close: () => dispatcher.close() }
}

function readEndpoint(text: string): URL {
  const url = parseUrl(text)
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && LOOPBACK.test(url.hostname) && url.port !== '')
  if (url === null || !isSafe || url.username !== '' || url.password !== '' || url.search !== '')
    throw new RunError(
      'usage',
      `Expected an https address (or http on loopback, with a port) for $HF_ENDPOINT, got ${text}`,
    )
  return url
}

function nextUrl(from: URL, location: string, fromLoopback: boolean): URL {
  const to = parseUrl(location, from)
  if (to?.protocol === 'https:') return to
  if (fromLoopback && to?.protocol === 'http:' && LOOPBACK.test(to.hostname)) return to
  throw new RunError(
    'model',
    `Expected a redirect to an https address from ${from.host}, got ${location.slice(0, 200)}`,
  )
}

function headerReader(headers: Dispatcher.ResponseData['headers']): HubAnswer['header'] {
  return (name) => {
    const value = headers[name]
    return (Array.isArray(value) ? value[0] : value) ?? null
  }
}
