import type {
  FailureVerdict,
  RefusedVisit,
  Remembered,
  VisitOutcome,
  VisitRequest,
} from '@warc2dataset/stages/politeness/traffic'

/** What a worker says to the coordinator's dispatcher; `id` counts its questions. */
export type FromHolder =
  | { readonly kind: 'visit'; readonly id: number; readonly request: VisitRequest }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'unvisit'; readonly id: number }
  | { readonly kind: 'visited'; readonly id: number; readonly outcome: VisitOutcome }
  | { readonly kind: 'leave_place' }
  | { readonly kind: 'slow_to'; readonly origin: string; readonly crawlDelayMs: number }
  | { readonly kind: 'recall'; readonly id: number; readonly name: string }
  | { readonly kind: 'made'; readonly id: number; readonly remembered: Remembered | null }

export type ToHolder =
  /** Null: go. */
  | { readonly kind: 'answer'; readonly id: number; readonly refusal: RefusedVisit | null }
  | { readonly kind: 'verdict'; readonly id: number; readonly verdict: FailureVerdict }
  /** Null: make it, and say `made`. */
  | { readonly kind: 'recalled'; readonly id: number; readonly text: string | null }
