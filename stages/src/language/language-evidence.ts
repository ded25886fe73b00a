/** Code units of a text that are looked at; eld itself stops at 350 bytes of UTF-8. */
export const MAX_TEXT_UNITS = 1000

/** What eld says of a text: its best language and the terms of `answerProbability`. */
export interface LanguageEvidence {
  /** ISO 639-1. */
  readonly language: string
  readonly terms: readonly number[]
}

// As in eld 2.1.0: a score s is x / (x + 25), x the mean of what an n-gram adds to a language.
const ELD_SCALE = 25
// Bytes that eld's n-grams are long, the steps between them, and the bytes of a word that it looks at.
const NGRAM = 4
const STRIDE = 3
const MAX_WORD = 70
// Brings the mean of an n-gram to the size of the other terms.
const MEAN_UNIT = 50

// eld's separator pattern takes time with the square of such a run: 10 ms for a thousand.
const APOSTROPHES = /['`\u2019]{2,}/g

const WORD_GAP = /[^\p{L}\p{M}]+/u

/**
 * Loads eld's `small` n-grams (60 languages; about 150 MB of resident memory, so open it once per process).
 * The function that it resolves to gives null where no n-gram of any language is in the text. It keeps nothing
 * between texts, and its settings are its own: another user of eld in the process cannot change them.
 */
export async function openLanguageEvidence(): Promise<(text: string) => LanguageEvidence | null> {
  const { eld } = await import('eld/small')
  const detector = eld.newInstance()
  return (text) => {
    const seen = text.slice(0, MAX_TEXT_UNITS).toWellFormed().replace(APOSTROPHES, "'")
    const found = detector.detect(seen)
    if (found.language === '') return null
    const [best = 0, second = 0] = Object.values(found.getScores())
    return { language: found.language, terms: evidenceTerms(meanOf(best), meanOf(second), countNgrams(seen)) }
  }
}

// One, the lead of the best language over the next in sum, how much text there was, and how well it fits.
function evidenceTerms(best: number, second: number, ngrams: number): readonly number[] {
  return [1, Math.log1p((best - second) * ngrams), Math.log(ngrams), best / MEAN_UNIT]
}

function meanOf(score: number): number {
  return (ELD_SCALE * score) / (1 - score)
}

function countNgrams(text: string): number {
  let count = 0
  for (const word of text.toLowerCase().split(WORD_GAP)) {
    if (word === '') continue
    const bytes = Math.min(MAX_WORD, Buffer.byteLength(word))
    count += 1 + Math.max(0, Math.ceil((bytes - NGRAM) / STRIDE))
  }
  return Math.max(1, count)
}
