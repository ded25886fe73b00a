/** Why a candidate was left out on purpose. Closed: a new reason is a change to this table and nowhere else. */
export const DROP_REASONS = {
  url_bad:
    'The picture reference has no fetchable http(s) URL (data:, blob:, javascript:, credentials, too long, unparsable).',
  text_short: 'The text is shorter than extract.text.min_length.',
  dup_url: 'Another candidate of the run names the same picture URL; it survives and takes the texts.',
  blocked_domain:
    'The site of the picture or of the page is listed in plan.block_domains or plan.block_lists (an opt-out).',
  blocked_url: 'The picture URL, or its hash, is listed in a file of plan.block_lists (an opt-out).',
  page_opted_out:
    'A page that shows the picture asks not to be used: robots meta or X-Robots-Tag (opt_out.directives), or TDMRep (opt_out.tdm).',
  plan_where: 'A term of plan.where did not hold; judged before any byte of the picture was read.',
  robots_txt: 'robots.txt of a host on the way to the picture does not allow the URL (opt_out.robots_txt).',
  x_robots_tag: 'The X-Robots-Tag of the answer has one of opt_out.directives.',
  tdm_reserved:
    'Rights for text and data mining are reserved by the answer or its host (TDMRep, opt_out.tdm).',
  xmp_data_mining: 'The XMP of the picture prohibits data mining (IPTC/PLUS, opt_out.xmp).',
  not_in_archive: "None of the run's own archives holds a response record for the picture URL.",
  format_not_allowed:
    'The bytes are a picture or document of a format outside the allow-list (jpeg, png, webp, gif, avif).',
  address_refused:
    'The host, or a host that it redirects to, has an address that is not public, or the URL a port or scheme that is not fetched.',
  too_many_bytes: 'The picture body is larger than fetch.max_bytes.',
  too_many_pixels: 'The header declares more pixels than fetch.max_input_pixels.',
  too_long: 'A side of the stored picture would be longer than a JPEG can have, 65,500 px.',
  block_list:
    'The original bytes, or the picture, are on a list of fetch.block_lists; the row says nothing else of the candidate.',
  select_where: 'A term of select.where did not hold; judged on stored measurements.',
  no_score: 'select.keep asks for a similarity that the sample does not have.',
  low_similarity: 'The similarity is below the threshold, or the rank beyond the fraction, of select.keep.',
  no_caption: 'select.caption found no text that is good enough: neither the alt nor a synthetic caption.',
  bucket_too_small:
    'The stored picture is smaller than its bucket of select.bucket, and nothing is ever scaled up.',
} as const

/** What went wrong with a candidate. Closed, like the drop reasons. */
export const FAILURE_CODES = {
  http_status: 'The status of the answer is not 200.',
  dns_error: 'The host name has no address.',
  connect_error: 'No connection to the host, or it ended before the answer.',
  tls_error: 'No secure connection: the certificate or the handshake was refused.',
  timeout: 'No whole answer within fetch.total_timeout_ms, or too slow on the way.',
  robots_unreachable:
    'robots.txt of the host could not be had (no answer, 429 or 5xx), so nothing of it may be asked for.',
  host_down: 'The host did not answer five times in a row and once more later; it was not asked again.',
  site_wait:
    'The site asks for a longer pause than a run waits (Crawl-delay over 30 s, Retry-After over 5 minutes).',
  site_budget: 'The time of the site in this shard, fetch.site_budget_ms, ran out before its turn came.',
  redirect_error: 'More redirects than allowed, or one that leads nowhere.',
  bad_encoding: 'The answer has a Content-Encoding although none was asked for.',
  record_unreadable: 'The response record was indexed but could not be read back whole.',
  http_malformed: 'There is no readable HTTP response.',
  body_truncated: 'The body of the answer ends before its announced length.',
  not_an_image: 'The bytes are not a picture by their first bytes.',
  decode_error: 'The decoder refused the picture (broken or truncated data).',
  decode_timeout: 'Decoding took longer than fetch.decode_timeout_ms, twice.',
  decode_memory: 'Decoding needs more memory than fetch.decode_memory_bytes.',
  decode_crash: 'The decoder process died on the picture, twice.',
} as const

/** Why a sample has no similarity. Closed; a scored sample has none of them. */
export const SCORE_PROBLEMS = {
  out_of_vocabulary:
    'More of the text is unknown to the model than its manifest allows; every text of the sample.',
  picture_unreadable: 'The stored picture could not be decoded again.',
  not_finite: 'The model gave NaN, an infinity, or a vector of length 0.',
} as const
export type ScoreProblem = keyof typeof SCORE_PROBLEMS

export type DropReason = keyof typeof DROP_REASONS
export type FailureCode = keyof typeof FAILURE_CODES

/**
 * Reasons of cost and quality: the shadow sample goes past them, so that each filter can be judged on its
 * own. Every other reason stops the sample too: opt-outs must, and the rest leaves nothing to carry on.
 */
const SHADOW_PASSES: ReadonlySet<DropReason> = new Set<DropReason>([
  'text_short',
  'plan_where',
  'select_where',
  'no_score',
  'low_similarity',
  'no_caption',
  'bucket_too_small',
])

export function passesShadow(reason: DropReason): boolean {
  return SHADOW_PASSES.has(reason)
}

/** Reasons after which no file may tell who the candidate was. */
const FORGETS: ReadonlySet<DropReason> = new Set<DropReason>(['block_list'])

/** Must a drop for this reason carry an alias (`forgotten`)? */
export function mustForget(reason: DropReason): boolean {
  return FORGETS.has(reason)
}

/**
 * What one filter said of one candidate. `filter` is the filter's name (for a `where` term, its text, which
 * carries the threshold); `score` the number judged, `value` what was judged as text; null where there is none.
 */
export interface Verdict {
  readonly filter: string
  readonly score: number | null
  readonly value: string | null
  readonly pass: boolean
}

/** The fate of one input of a stage: exactly one per input. */
export type Outcome<T> =
  | { readonly kind: 'kept'; readonly value: T; readonly verdicts: readonly Verdict[] }
  | {
      readonly kind: 'dropped'
      readonly reason: DropReason
      readonly verdict: Verdict
      readonly detail?: string
      /** Stands for the candidate in every file that is written of it, which says nothing else of it. */
      readonly alias?: bigint
    }
  | {
      readonly kind: 'failed'
      readonly code: FailureCode
      readonly retryable: boolean
      readonly detail?: string
    }

export function kept<T>(value: T, verdicts: readonly Verdict[] = []): Outcome<T> {
  return { kind: 'kept', value, verdicts }
}

/** A decision against the input; `verdict` says which filter, what it saw. */
export function dropped(reason: DropReason, verdict: Verdict): Outcome<never> {
  return { kind: 'dropped', reason, verdict }
}

/**
 * A decision that leaves nothing of the candidate but its reason and `alias`, which only the holder of the run's key
 * can make from a `candidate_id`. The verdict is stored: it must tell nothing of the candidate either.
 */
export function forgotten(reason: DropReason, verdict: Verdict, alias: bigint): Outcome<never> {
  return { kind: 'dropped', reason, verdict, alias }
}

/** An accident; `detail` is free text for people (at most 200 characters are stored), never a counter's key. */
export function failed(code: FailureCode, retryable: boolean, detail?: string): Outcome<never> {
  return detail === undefined
    ? { kind: 'failed', code, retryable }
    : { kind: 'failed', code, retryable, detail }
}
