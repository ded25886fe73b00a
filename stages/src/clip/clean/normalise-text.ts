/** Unicode asks for at most 30 (UAX #15, stream-safe text); more of them belong to no word. */
const longestRun = 256

const tooLong = new RegExp(`\\p{M}{${longestRun + 1}}`, 'u')
const part = new RegExp(`\\P{M}*\\p{M}{0,${longestRun}}`, 'gu')

/**
 * NFC in linear time. Sorting a run of combining marks takes the square of its length, so that a text of nothing else
 * stands for minutes: beyond 256 marks in a row the run is normalised in parts.
 */
export function normaliseText(text: string): string {
  if (!tooLong.test(text)) return text.normalize('NFC')
  return (text.match(part) ?? []).map((each) => each.normalize('NFC')).join('')
}
