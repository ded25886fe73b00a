const COPIES = 4
const MAX_PERIOD = 40
const MIN_WORDS = 7
const MIN_CHARACTERS = 24

/**
 * True for a repetition loop, the way in which small models fail: some piece of up to 40 words, or of up to 40
 * characters (for scripts without spaces), comes at least four times in a row. Few and short words may repeat ("no no
 * no no" on a sign): a loop has at least 7 words or 24 characters. Case does not matter.
 */
export function isRepeated(text: string): boolean {
  const lower = text.toLowerCase()
  const words = lower.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return hasLoop(words, MIN_WORDS) || hasLoop(Array.from(lower), MIN_CHARACTERS)
}

function hasLoop(items: readonly string[], least: number): boolean {
  for (let period = 1; period <= MAX_PERIOD && period * COPIES <= items.length; period++) {
    const wanted = Math.max(period * COPIES, least) - period
    let run = 0
    for (let at = period; at < items.length; at++) {
      run = items[at] === items[at - period] ? run + 1 : 0
      if (run >= wanted) return true
    }
  }
  return false
}
