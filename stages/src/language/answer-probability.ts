// Fitted by test/src/language/fit-probability-main.ts to half of 21,647 short texts in 49 languages, a tenth of them
// in languages that eld lacks, and to 700 file names and alts with few letters.
const WEIGHTS: readonly number[] = [-4.051, 0.872, -0.282, 0.958]

/**
 * Chance that eld's answer is right, 0 to 1, rounded to thousandths; `terms` as in `LanguageEvidence`. eld's own
 * scores are not probabilities, and its `isReliable` also accepts most file names and brand names.
 */
export function answerProbability(terms: readonly number[]): number {
  const logit = terms.reduce((sum, term, index) => sum + term * (WEIGHTS[index] ?? 0), 0)
  return Math.round(1000 / (1 + Math.exp(-logit))) / 1000
}
