import { createHash } from 'node:crypto'

/** How a sample's caption is chosen. `best` prefers the higher score; `threshold` is one of the run's primary scorer. */
export type CaptionRule =
  | { readonly kind: 'alt' }
  | { readonly kind: 'synthetic' }
  | { readonly kind: 'best' }
  /** `synthetic`: share of samples with a synthetic caption, 0 to 1. */
  | { readonly kind: 'mix'; readonly synthetic: number }
  /** Null: nothing passes. */
  | { readonly kind: 'raw_then_synth'; readonly threshold: number | null }

/** A score is the similarity to the picture; null or not finite: there is none. */
export interface ScoredCaption {
  readonly text: string
  readonly score: number | null
}

export interface CaptionChoices {
  /** Of the sample. */
  readonly key: string
  /** '' for none. */
  readonly alt: string
  readonly altScore: number | null
  /** Written captions in a fixed order; of equal scores the first wins. */
  readonly candidates: readonly ScoredCaption[]
}

/** Both null: the rule leaves the sample without a caption. */
export type ChosenCaption =
  | { readonly caption: string; readonly caption_source: 'alt' | 'synthetic' }
  | { readonly caption: null; readonly caption_source: null }

const NONE: ChosenCaption = { caption: null, caption_source: null }

/**
 * Chooses one caption. A sample without a synthetic caption falls back to its alt, and one without an alt to the best
 * candidate, but under `raw_then_synth`, where what does not pass the threshold is no caption at all (Nguyen et al.
 * 2023, arXiv 2307.10350: the raw caption if it is among the best, else the synthetic one if it passes the same
 * threshold). `best` keeps the alt in a tie and where nothing has a score.
 */
export function chooseCaption(rule: CaptionRule, choices: CaptionChoices, seed: number): ChosenCaption {
  const alt: ScoredCaption | null =
    choices.alt === '' ? null : { text: choices.alt, score: finite(choices.altScore) }
  const synthetic = bestOf(choices.candidates)
  const altFirst = alt === null ? fromModel(synthetic) : fromPage(alt)
  const syntheticFirst = synthetic === null ? fromPage(alt) : fromModel(synthetic)
  switch (rule.kind) {
    case 'alt':
      return altFirst
    case 'synthetic':
      return syntheticFirst
    case 'best':
      return rank(synthetic) > rank(alt) ? syntheticFirst : altFirst
    case 'mix':
      return mixPlace(choices.key, seed) < rule.synthetic ? syntheticFirst : altFirst
    case 'raw_then_synth': {
      const passes = (one: ScoredCaption | null) => rule.threshold !== null && rank(one) >= rule.threshold
      if (passes(alt)) return fromPage(alt)
      return passes(synthetic) ? fromModel(synthetic) : NONE
    }
  }
}

/**
 * Where a key lies in [0, 1) for `mix`: the first 48 bits of md5 of `SEED:caption:KEY`. So that a larger share keeps
 * what a smaller one chose. In DuckDB: `('0x' || left(md5('SEED:caption:' || "key"), 12))::BIGINT / 281474976710656`.
 */
export function mixPlace(key: string, seed: number): number {
  const digest = createHash('md5').update(`${seed}:caption:${key}`).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

function bestOf(candidates: readonly ScoredCaption[]): ScoredCaption | null {
  let best: ScoredCaption | null = null
  for (const one of candidates) {
    if (one.text !== '' && (best === null || rank(one) > rank(best))) best = one
  }
  return best
}

/** Without a score comes after every score, and without a text after that. */
function rank(one: ScoredCaption | null): number {
  return one === null ? Number.NEGATIVE_INFINITY : (finite(one.score) ?? -Number.MAX_VALUE)
}

function finite(score: number | null): number | null {
  return score !== null && Number.isFinite(score) ? score : null
}

function fromPage(alt: ScoredCaption | null): ChosenCaption {
  return alt === null ? NONE : { caption: alt.text, caption_source: 'alt' }
}

function fromModel(synthetic: ScoredCaption | null): ChosenCaption {
  return synthetic === null ? NONE : { caption: synthetic.text, caption_source: 'synthetic' }
}
