import { bit, hasBit, type Inspected, type ScoreOfPairs } from '../pair-table.js'
import { sqlDouble } from './score-grid.js'

/** Beyond this, differences of scores overflow. */
const LARGEST = 1e300

/** SQL: has the row a score that bins can hold? */
export const HAS_SCORE = `(score IS NOT NULL AND isfinite(score) AND abs(score) <= ${LARGEST})`

/**
 * SQL: the row got its score on its own way, not since the shadow sample carried it past a filter. One of the shadow
 * sample that left where scores are judged did.
 */
export function onItsWay({ step }: Pick<ScoreOfPairs, 'step'>): string {
  return step === null ? '(NOT shadow)' : `(NOT shadow OR ${hasBit('saw', step)})`
}

/** SQL: rows with a score of their own way. */
export function isScored(score: ScoreOfPairs): string {
  return `(${HAS_SCORE} AND ${onItsWay(score)})`
}

/** SQL: of these, rows that nothing cut but the step that judges the score, if that did. */
export function isEligible(score: ScoreOfPairs): string {
  const others = score.step === null ? 'cut' : `(cut & ~${bit(score.step)})`
  return `(${isScored(score)} AND ${others} = 0)`
}

/**
 * SQL: the row has the very score of the cut, and was cut: a fraction that ends among equal scores takes some by hash.
 * Such rows count below.
 */
export function isLostTie({ step, cut }: ScoreOfPairs): string {
  return step === null || cut === null ? 'false' : `(score = ${sqlDouble(cut)} AND ${hasBit('cut', step)})`
}

/** What these predicates stand on. */
export type Scored = Inspected & { readonly score: ScoreOfPairs }

/** @throws RangeError without a score. */
export function expectScore(inspected: Inspected): Scored {
  const { score } = inspected
  if (score === null) throw new RangeError('Expected a score for inspected, got none')
  return { ...inspected, score }
}
