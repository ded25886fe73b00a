import { APIConnectionError, APIError } from 'openai'
import { printable } from '../web/fetch-result.js'
import { parseRetryAfter } from '../web/retry-after.js'
import { AnswerTooBig } from './answer-fetch.js'
import { type NoCaption, noCaption } from './caption-outcome.js'
import { fieldsOf } from './read-completion.js'

/** What a request that gave no chat completion amounts to. */
export interface Failure {
  readonly outcome: NoCaption
  /** True: the same request may well pass in a moment. */
  readonly mayPass: boolean
  /** True: no request to this endpoint can pass before a person does something. */
  readonly isFinal: boolean
  /** What the server asked for, in ms. */
  readonly retryAfterMs: number | null
}

/** Wrong key, no credit, no such model or path, wrong method: none of them is about the picture. */
const FINAL = new Set([401, 402, 403, 404, 405])
const POLICY =
  /content[_ -]?(?:filter|policy|management)|moderation|safety[_ ](?:system|filter)|responsibleai/i

/**
 * Judges what the SDK threw. A 4xx answer with the words of a content filter is a refusal of the picture (Azure OpenAI:
 * 400 `content_filter`; OpenRouter: 403, moderation). What the server says goes into the detail, cleaned, but not where
 * it speaks about the key.
 */
export function judgeFailure(error: unknown, nowMs: number): Failure {
  const status = error instanceof APIError ? (error.status as number | undefined) : undefined
  if (error instanceof APIError && status !== undefined) return judgeStatus(error, status, nowMs)
  if (isTooBig(error)) return passing('bad_answer', 'an answer of more than 1 MiB')
  // Of `response.json()`: the head said JSON.
  if (error instanceof SyntaxError) return passing('bad_answer', 'Expected JSON, got something else')
  if (error instanceof APIConnectionError) return passing('unreachable', connectionDetail(error))
  throw error
}

/** A failure that may pass. */
export function passing(kind: NoCaption['kind'], detail: string): Failure {
  return { outcome: noCaption(kind, detail), mayPass: true, isFinal: false, retryAfterMs: null }
}

function judgeStatus(error: APIError, status: number, nowMs: number): Failure {
  const body = fieldsOf(error.error)
  const words = [body?.['code'], body?.['type'], body?.['message']].filter((word) => typeof word === 'string')
  const said = printable(words.join(': '))
  const detail = (text: string) => printable(text === '' ? `HTTP ${status}` : `HTTP ${status}, ${text}`)
  const asked = error.headers?.get('retry-after') ?? null
  const retryAfterMs = asked === null ? null : (parseRetryAfter(asked, nowMs) ?? null)
  const of = (kind: NoCaption['kind'], mayPass: boolean, isFinal = false, text = said): Failure => ({
    outcome: noCaption(kind, detail(text)),
    mayPass,
    isFinal,
    retryAfterMs,
  })
  if (status >= 400 && status < 500 && status !== 401 && POLICY.test(said)) return of('refused', false)
  if (status === 429) {
    const isSpent = /insufficient_quota/.test(said)
    return of('rate_limited', !isSpent, isSpent)
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) return of('unreachable', true)
  if (status < 400) return of('unreachable', false, true, 'a redirect, which is not followed')
  if (FINAL.has(status)) {
    const isAboutKey = status === 401 || status === 403
    return of('unreachable', false, true, isAboutKey ? 'the server does not accept the API key' : said)
  }
  return of('bad_answer', false)
}

function connectionDetail(error: Error): string {
  const codes: string[] = []
  for (let cause: unknown = error; cause instanceof Error && codes.length < 8; cause = cause.cause) {
    const { code } = cause as { readonly code?: unknown }
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) codes.push(code)
  }
  return `no connection (${codes[0] ?? 'no reason given'})`
}

function isTooBig(error: unknown): boolean {
  let cause = error
  for (let depth = 0; cause instanceof Error && depth < 8; depth++) {
    if (cause instanceof AnswerTooBig) return true
    cause = cause.cause
  }
  return false
}
