import { answerProbability } from './answer-probability.js'
import { openLanguageEvidence } from './language-evidence.js'

/** The language of a text, as far as it can be known. */
export interface DetectedLanguage {
  /**
   * ISO 639-1: `no` for both Norwegians, `zh`, `he` (cld3 writes `iw`), `tl` (cld3 writes `fil`), `ms` for Malay
   * and Indonesian alike. Null where there is nothing to judge. Given for an unreliable answer too.
   */
  readonly language: string | null
  /** Chance that `language` is right, 0 to 1; null with it. */
  readonly probability: number | null
  /** False: count the text as one of no language, as LAION does with what cld3 is not sure of. */
  readonly reliable: boolean
}

export interface LanguageDetector {
  /**
   * Judges the first 1000 UTF-16 units of any string, best in NFC as `cleanText` leaves it; never throws; the order of
   * texts changes nothing. About 45 µs for a short text.
   */
  readonly detect: (text: string) => DetectedLanguage
}

/** Probability from which an answer is reliable; cld3, which LAION used, has the same cut. */
export const LEAST_PROBABILITY = 0.7

const NO_LANGUAGE: DetectedLanguage = { language: null, probability: null, reliable: false }

/**
 * A detector for short texts around `eld/small` 2.1.0, without network. About 150 MB of resident memory: open one
 * per process.
 */
export async function openLanguageDetector(): Promise<LanguageDetector> {
  const weigh = await openLanguageEvidence()
  return {
    detect: (text) => {
      const evidence = weigh(text)
      if (evidence === null) return NO_LANGUAGE
      const probability = answerProbability(evidence.terms)
      return { language: evidence.language, probability, reliable: probability >= LEAST_PROBABILITY }
    },
  }
}
