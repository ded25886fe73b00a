import { expectCount } from './trials.js'

export interface WordLogOdds {
  /** Natural log of the odds ratio of the word, shrunk to the background; > 0: marks the first corpus. */
  readonly delta: number
  readonly variance: number
  /** delta / √variance. */
  readonly z: number
}

/** Count (>= 0) of each word. */
export type WordCounts = ReadonlyMap<string, number>

export interface DirichletCorpora {
  readonly first: WordCounts
  readonly second: WordCounts
  /** Holds every word of both, with count > 0: their union and the rest of the ledger, never one of them alone. */
  readonly background: WordCounts
  /** Weight of the prior in words, > 0; see `priorWeight`. */
  readonly alpha0: number
}

/**
 * Log-odds ratio of each word of two corpora with an informative Dirichlet prior. With `α_w = α0·bg_w/Σbg`, n the sum
 * of a corpus:
 * `δ_w = ln((y1+α)/(n1+α0-y1-α)) - ln((y2+α)/(n2+α0-y2-α))`, `Var = 1/(y1+α) + 1/(y2+α)`, `z = δ/√Var`.
 *
 * B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' Words", Political Analysis 16 (2008); field note inspect M3.
 * Answers for the words of either corpus. Null for a word that is the whole background, as it has no odds. Two empty
 * corpora give an empty answer; one empty corpus is its prior.
 *
 * @throws RangeError for a word without background, a count < 0, or alpha0 <= 0.
 */
export function logOddsDirichlet({
  first,
  second,
  background,
  alpha0,
}: DirichletCorpora): ReadonlyMap<string, WordLogOdds | null> {
  if (!(alpha0 > 0 && alpha0 < Infinity)) throw new RangeError(`Expected > 0 for alpha0, got ${alpha0}`)
  const [n1, n2, all] = [total(first, 'first'), total(second, 'second'), total(background, 'background')]
  const answer = new Map<string, WordLogOdds | null>()
  for (const word of new Set([...first.keys(), ...second.keys()])) {
    const share = (background.get(word) ?? 0) / all
    if (!(share > 0))
      throw new RangeError(`Expected a count > 0 for background ${JSON.stringify(word)}, got 0`)
    const alpha = alpha0 * share
    const [y1, y2] = [(first.get(word) ?? 0) + alpha, (second.get(word) ?? 0) + alpha]
    const [others1, others2] = [n1 + alpha0 - y1, n2 + alpha0 - y2]
    answer.set(word, others1 > 0 && others2 > 0 ? logOdds(y1 / others1, y2 / others2, 1 / y1 + 1 / y2) : null)
  }
  return answer
}

/** Prior weight of field note inspect M3: 1000 per million words of the smaller corpus, within 100..100 000. */
export function priorWeight(firstTotal: number, secondTotal: number): number {
  expectCount(firstTotal, 'firstTotal')
  expectCount(secondTotal, 'secondTotal')
  return Math.min(1e5, Math.max(100, Math.min(firstTotal, secondTotal) / 1000))
}

function logOdds(odds1: number, odds2: number, variance: number): WordLogOdds {
  const delta = Math.log(odds1) - Math.log(odds2)
  return { delta, variance, z: delta / Math.sqrt(variance) }
}

function total(counts: WordCounts, name: string): number {
  let sum = 0
  for (const [word, count] of counts) {
    expectCount(count, `${name} ${JSON.stringify(word)}`)
    sum += count
  }
  return sum
}
