import type { DropReason, FailureCode } from '@warc2dataset/schemas'

/** Why a URL gives no body. The names are reasons and codes of the ledger (schemas/outcome). */
export type FetchCode =
  | Extract<DropReason, 'address_refused' | 'too_many_bytes' | 'robots_txt' | 'x_robots_tag' | 'tdm_reserved'>
  | Extract<
      FailureCode,
      | 'http_status'
      | 'dns_error'
      | 'connect_error'
      | 'tls_error'
      | 'timeout'
      | 'redirect_error'
      | 'bad_encoding'
      | 'http_malformed'
      | 'body_truncated'
      | 'robots_unreachable'
      | 'host_down'
      | 'site_wait'
      | 'site_budget'
    >

/** A whole answer, or as much of it as was wanted. `Note` is what the expectation read from its head. */
export interface FetchedBody<Note> {
  readonly ok: true
  /** Bytes of its own memory, as many as the expectation allows; an empty body is not an error here. */
  readonly body: Buffer
  /** As sent, printable, at most 200 characters; never to be trusted. */
  readonly contentType: string | null
  readonly note: Note
  /** The URL that gave the body, after redirects, without fragment. */
  readonly finalUrl: string
  /** Redirects followed. */
  readonly redirects: number
}

/**
 * How far a request came. `none`: nobody was asked; `silent`: nobody answered, which a lost network of ours gives as well;
 * `refused`: somebody answered, but not in HTTP (connection refused or reset, TLS, no such name); `answered`: the head of
 * an answer came.
 */
export type Reach = 'none' | 'silent' | 'refused' | 'answered'

export interface FetchRefusal {
  readonly ok: false
  readonly code: FetchCode
  /** True if the same URL may well give a body later. */
  readonly retryable: boolean
  /** For people: at most 200 characters, no control characters. */
  readonly detail: string
  readonly reach: Reach
  /** What the server asked for with `Retry-After`, in ms, at most an hour. */
  readonly retryAfterMs?: number
}

/** This machine has no socket left: nobody was asked, and nobody is to blame. */
export function isExhausted({ code, reach }: FetchRefusal): boolean {
  return code === 'connect_error' && reach === 'none'
}

/** Exactly one per URL. */
export type FetchResult<Note> = FetchedBody<Note> | FetchRefusal

/** How a refusal travels from the place that finds it to the fetcher, which gives it back as a result. */
export class FetchProblem extends Error {
  constructor(readonly refusal: FetchRefusal) {
    super(refusal.detail)
  }
}

/** A refusal whose detail is safe to print: servers choose bytes of it. */
export function refuseFetch(
  code: FetchCode,
  retryable: boolean,
  detail: string,
  more: { readonly reach?: Reach; readonly retryAfterMs?: number | undefined } = {},
): FetchProblem {
  const { reach = 'answered', retryAfterMs } = more
  const refusal = { ok: false, code, retryable, detail: printable(detail), reach } as const
  return new FetchProblem(retryAfterMs === undefined ? refusal : { ...refusal, retryAfterMs })
}

const MAX_PRINTABLE = 200

/** Without control, format and surrogate characters; at most 200 UTF-16 units, none of them half a character. */
export function printable(text: string): string {
  const clean = text.slice(0, 8 * MAX_PRINTABLE).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
  const cut = clean.trim().slice(0, MAX_PRINTABLE)
  return cut.replace(/\p{Cs}$/u, '').trim()
}
