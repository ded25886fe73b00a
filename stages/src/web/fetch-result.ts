import type { DropReason, FailureCode } from '@warc2dataset/schemas'

/** Why a URL gives no body. The names are reasons and codes of the ledger (schemas/outcome). */
export type FetchCode =
  | Extract<DropReason, 'address_refused' | 'too_many_bytes'>
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
    >

/** A whole answer of status 200. */
export interface FetchedBody {
  readonly ok: true
  /** 0 to `maxBytes` bytes, its memory shared with nothing; an empty body is not an error here. */
  readonly body: Buffer
  /** As sent, printable, at most 200 characters; never to be trusted. */
  readonly contentType: string | null
  readonly status: 200
  /** The URL that gave the body, after redirects, without fragment. */
  readonly finalUrl: string
  /** Redirects followed. */
  readonly redirects: number
}

export interface FetchRefusal {
  readonly ok: false
  readonly code: FetchCode
  /** True if the same URL may well give a body later. */
  readonly retryable: boolean
  /** For people: at most 200 characters, no control characters. */
  readonly detail: string
  /** What the server asked for with `Retry-After`, in ms, at most an hour. */
  readonly retryAfterMs?: number
}

/** Exactly one per URL. */
export type FetchResult = FetchedBody | FetchRefusal

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
  retryAfterMs?: number,
): FetchProblem {
  const refusal = { ok: false, code, retryable, detail: printable(detail) } as const
  return new FetchProblem(retryAfterMs === undefined ? refusal : { ...refusal, retryAfterMs })
}

const MAX_PRINTABLE = 200

/** Without control, format and surrogate characters; at most 200 UTF-16 units, none of them half a character. */
export function printable(text: string): string {
  const clean = text.slice(0, 8 * MAX_PRINTABLE).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
  const cut = clean.trim().slice(0, MAX_PRINTABLE)
  return cut.replace(/\p{Cs}$/u, '').trim()
}
