/** Tokens that an answer cost, as the server counts them; null: it does not say. */
export interface CaptionTokens {
  readonly tokensIn: number | null
  readonly tokensOut: number | null
}

/** A caption as it may be stored: one line, cleaned, not empty. */
export interface WrittenCaption extends CaptionTokens {
  readonly kind: 'written'
  readonly text: string
  /** Why the model stopped, as the server says it (`stop`), at most 40 characters; null: it does not say. */
  readonly finish: string | null
}

/** Why there is no caption. */
export interface NoCaption extends CaptionTokens {
  readonly kind: Exclude<CaptionKind, 'written'>
  /** For people: at most 200 characters, no control characters, never the API key. */
  readonly detail: string
}

/** Plain data, exactly one per picture. */
export type CaptionOutcome = WrittenCaption | NoCaption

/** Every outcome with its meaning, in one sentence. */
export const CAPTION_KINDS = {
  written: 'The model wrote a caption.',
  refused: 'The model, or a filter before it, declined to describe the picture.',
  empty: 'The model answered without a word.',
  cut: 'The answer reached the token limit before its end.',
  too_long: 'The answer has more characters than a caption may have.',
  repeated: 'The answer says the same again and again.',
  unfit: 'The picture was not sent: it is no JPEG, or too big.',
  unreachable: 'The server could not be reached, failed, or did not answer in time.',
  rate_limited: 'The server asked to be asked later.',
  over_budget: 'The requests that the run may make are used up.',
  bad_answer: 'The server answered with something that is no chat completion, or rejected the request.',
} as const satisfies Readonly<Record<string, string>>

export type CaptionKind = keyof typeof CAPTION_KINDS

const RETRYABLE: ReadonlySet<CaptionKind> = new Set([
  'unreachable',
  'rate_limited',
  'over_budget',
  'bad_answer',
])

/**
 * True if a later run may ask again: the model itself has not answered. What the model answered, a refusal too, is
 * final for its (picture, model, prompt) and belongs into the cache.
 */
export function isRetryable(kind: CaptionKind): boolean {
  return RETRYABLE.has(kind)
}

/** An outcome without a caption. */
export function noCaption(
  kind: NoCaption['kind'],
  detail: string,
  tokens: CaptionTokens = { tokensIn: null, tokensOut: null },
): NoCaption {
  return { kind, detail, tokensIn: tokens.tokensIn, tokensOut: tokens.tokensOut }
}
