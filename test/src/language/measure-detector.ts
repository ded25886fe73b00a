import type { Detect } from './peer-detectors.js'

/** A text of the sample of `language_sample.py`; `sr-Latn` is Serbian in Latin letters. */
export interface LabelledText {
  readonly language: string
  readonly size: 'short' | 'long'
  readonly text: string
}

/** Counts over some texts; `reliableRight` are those the detector stood by and that were right. */
export interface Counts {
  readonly texts: number
  readonly right: number
  readonly reliable: number
  readonly reliableRight: number
}

export interface DetectorMeasure {
  /** By `size language`, as `long de`. */
  readonly counts: Readonly<Record<string, Counts>>
  /** Wrong answers the detector stood by, by `language>answer`, long texts only. */
  readonly mistakes: Readonly<Record<string, number>>
  /** CPU time of a text once warm, µs. */
  readonly microseconds: number
}

/** Asks `detect` of every text twice: once to judge and to warm up, once for the time. */
export function measureDetector(detect: Detect, sample: readonly LabelledText[]): DetectorMeasure {
  const counts: Record<string, Counts> = {}
  const mistakes: Record<string, number> = {}
  for (const { language, size, text } of sample) {
    const answer = detect(text)
    const right = isRight(answer.language, language)
    const key = `${size} ${language}`
    const before = counts[key] ?? { texts: 0, right: 0, reliable: 0, reliableRight: 0 }
    counts[key] = {
      texts: before.texts + 1,
      right: before.right + Number(right),
      reliable: before.reliable + Number(answer.reliable),
      reliableRight: before.reliableRight + Number(answer.reliable && right),
    }
    const mistake = `${language}>${answer.language}`
    if (size === 'long' && answer.reliable && !right) mistakes[mistake] = (mistakes[mistake] ?? 0) + 1
  }
  const started = process.cpuUsage()
  for (const { text } of sample) detect(text)
  const { user, system } = process.cpuUsage(started)
  return { counts, mistakes, microseconds: (user + system) / sample.length }
}

/** Serbian is Serbian in either script. */
export function isRight(answer: string | null, language: string): boolean {
  return answer === language.replace('-Latn', '')
}
