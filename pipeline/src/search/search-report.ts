import type { Recall } from '@warc2dataset/stages/search/measure-recall'
import type { FateCounts, SearchedSide } from './searchable-rows.js'

/** A picture that a search found, with its text and its fate. Similarities are cosines. */
export interface Hit {
  /** From 1. */
  readonly rank: number
  /** To the query: of the picture, or of its text with `side: 'text'`. */
  readonly similarity: number
  readonly key: string
  readonly url: string
  /** TEXT as this model chose it. */
  readonly text: string
  /** Of the picture and TEXT; null where the model cannot say. */
  readonly pair_similarity: number | null
  /** What the current selection says; unjudged: it has not seen it. */
  readonly fate: 'kept' | 'cut' | 'unjudged'
  /** Why it was cut, and by which filter; null otherwise. */
  readonly reason: string | null
  readonly filter: string | null
  /** What that filter saw. */
  readonly value: number | string | null
  /** True: carried past that filter by the shadow sample, never packed. */
  readonly shadow: boolean
  readonly sha256: string | null
  readonly phash: string | null
  /** Keys of the other searched rows with the same picture, which are not listed again. */
  readonly duplicates: readonly string[]
}

/** How the rows were found. */
export type SearchMethod =
  | { readonly kind: 'exact' }
  | { readonly kind: 'index'; readonly library: string; readonly recall: Recall }

/** Everything that a search says; `search.json` and `--json` are this. */
export interface SearchReport {
  readonly version: 1
  readonly run: string
  readonly model: { readonly name: string; readonly id: string; readonly toy: boolean }
  readonly query: { readonly plus: readonly string[]; readonly minus: readonly string[] }
  /** Which embeddings were searched. */
  readonly side: 'image' | 'text'
  readonly in: SearchedSide
  readonly fold: 'sha256' | 'phash'
  readonly method: SearchMethod
  readonly counts: {
    /** Rows with an embedding. */
    readonly rows: number
    readonly searched: number
    /** Rows that were not searched, by fate. */
    readonly hidden: FateCounts
    /** Pictures of scored shards that have no embedding. */
    readonly no_embedding: number
    /** Rows whose embedding is not finite, if all were looked at; no query finds them. */
    readonly not_finite: number
    /** Rows folded into the results. */
    readonly folded: number
  }
  readonly notes: readonly string[]
  readonly results: readonly Hit[]
}
