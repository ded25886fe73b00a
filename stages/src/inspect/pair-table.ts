import type { PhaseName, Subject } from '@warc2dataset/schemas'
import type { Duck } from '../parquet/duck.js'

/**
 * Table `pairs`: one row per candidate (of somebody's Parquet: per row), and all that measures read. Filters are bits, in
 * the order of the way through the run, bit i for `Inspected.steps[i]`; so at most 62 of them.
 */
export const pairColumns = {
  /** 0, 1, 2 … in the order of the files. */
  row: 'INTEGER',
  /** candidate_id; of Parquet the row's number. */
  id: 'BIGINT',
  /** Picture URL; empty where the run may not tell. */
  url: 'VARCHAR',
  /** Registered domain of the page, else of the picture. NULL: not known. */
  domain: 'VARCHAR',
  /** Never NULL; empty: there is none. */
  text: 'VARCHAR',
  text_kind: 'VARCHAR',
  /** ISO 639-1; NULL: not sure, or not looked for. */
  language: 'VARCHAR',
  /** ISO 15924. */
  script: 'VARCHAR',
  text_class: 'VARCHAR',
  /** Hash of the text's template; NULL where it is not known. */
  skeleton: 'BIGINT',
  html_lang: 'VARCHAR',
  /** Code points of text. */
  length: 'INTEGER',
  kept: 'BOOLEAN',
  /** Index into `Inspected.phases` where it left; their number if it was kept. */
  left_phase: 'TINYINT',
  /** Index into `Inspected.steps` of why it left; -1 if it was kept. */
  left_step: 'TINYINT',
  reason: 'VARCHAR',
  /** The shadow sample carried it past a filter that cut it. */
  shadow: 'BOOLEAN',
  /** It is in the shadow sample, cut or not. */
  in_shadow: 'BOOLEAN',
  /** Steps that saw it, and those that cut it; of a shadow row as if it had left at the first. */
  saw: 'UBIGINT',
  cut: 'UBIGINT',
  /** The same with what was seen after the first cut; equal to `saw` and `cut` unless `shadow`. */
  saw_all: 'UBIGINT',
  cut_all: 'UBIGINT',
  /** `Inspected.score`; NULL: none. */
  score: 'DOUBLE',
  /** Of the original picture, px. */
  width: 'INTEGER',
  height: 'INTEGER',
  /** Of the original bytes, or what stands for them. */
  sha256: 'VARCHAR',
  key: 'VARCHAR',
  /** shop, social, news or other; see `siteKindSql`. */
  site_kind: 'VARCHAR',
  /** Domains, at most `MAX_CLUSTERS`; more are put together by a hash, which leaves clusters independent. */
  cluster: 'INTEGER',
  /** (language · LENGTHS + length) · SITE_KINDS + site kind; see `stratumParts`. */
  stratum: 'SMALLINT',
} as const

/** Of a filter, or a kind of accident; see `stepSchema`. */
export interface StepOfWay {
  readonly phase: PhaseName
  readonly filter: string | null
  /** Null of a filter (its rows may leave for several reasons). */
  readonly code: string | null
  readonly outcome: 'dropped' | 'failed'
}

export interface ScoreOfPairs {
  /** As the reader knows it: similarity, or a column. */
  readonly column: string
  readonly model: string | null
  readonly toy: boolean
  /** Index of the step that judges it; null: none does. */
  readonly step: number | null
  /** Its threshold; null: none. */
  readonly cut: number | null
}

/** What was loaded: tables `pairs` and `mentions` of `duck`, and what their numbers mean. */
export interface Inspected {
  readonly duck: Duck
  readonly subject: Subject
  /** Those that candidates pass, in order; of Parquet only the one of the what-if, or none. */
  readonly phases: readonly PhaseName[]
  /** In the order of the way; at most 62. */
  readonly steps: readonly StepOfWay[]
  readonly score: ScoreOfPairs | null
  /** Languages of strata, by their number; the last two numbers are all others, and not known. */
  readonly strataLanguages: readonly string[]
  /** Registered domains, and clusters that they were put into. */
  readonly domains: number
  readonly clusters: number
  readonly knows: {
    /** Rows that were cut are there. */
    readonly rejected: boolean
    readonly domain: boolean
    readonly text: boolean
    readonly size: boolean
    readonly sha256: boolean
    readonly skeleton: boolean
  }
}

export const MAX_CLUSTERS = 4096
export const LENGTHS = 5
export const SITE_KINDS = ['shop', 'social', 'news', 'other'] as const

/** Numbers of language, length and site kind of a stratum. */
export function stratumParts(stratum: number): {
  readonly language: number
  readonly length: number
  readonly siteKind: number
} {
  const siteKind = stratum % SITE_KINDS.length
  const rest = (stratum - siteKind) / SITE_KINDS.length
  return { siteKind, length: rest % LENGTHS, language: Math.floor(rest / LENGTHS) }
}

/** SQL: does the step's bit stand in `mask`? */
export function hasBit(mask: string, step: number): string {
  return `(${mask} & ${bit(step)}) <> 0`
}

/** SQL: the step's bit. */
export function bit(step: number): string {
  return `${(1n << BigInt(step)).toString()}::UBIGINT`
}

/**
 * Table `mentions`: which groups of a lexicon a text mentions; a row per pair and group, each once. `grp` is an index into
 * the groups that `matchGroups` gives.
 */
export const mentionColumns = { row: 'INTEGER', grp: 'SMALLINT' } as const

/** A set of a lexicon whose mentions are in `mentions`. */
export interface LexiconGroup {
  /** Id of the set; sets of several languages share one where they are comparable. */
  readonly id: string
  readonly axis: string
  readonly label: string
  /** Null: several. */
  readonly lang: string | null
}
