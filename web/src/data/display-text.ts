/** Marks that turn the direction of the text after them: a crawl's text must not reorder ours. */
const BIDI = new Set([
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
])

/**
 * A crawl's text for display: without bidi controls and control characters (C0, C1), tabs and line ends as spaces.
 * Linear in its length.
 */
export function displayText(text: string): string {
  const kept: string[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code === 9 || code === 10 || code === 13) kept.push(' ')
    else if (code < 32 || (code >= 127 && code < 160) || BIDI.has(code)) continue
    else kept.push(character)
  }
  return kept.join('')
}

/** The first `length` code points, with an ellipsis if there are more; null if there are not. */
export function shorten(text: string, length: number): string | null {
  // As many code units hold at least half as many code points.
  if (text.length <= length) return null
  const start = Array.from(text.slice(0, 2 * length + 2))
  return start.length <= length ? null : `${start.slice(0, length).join('')}…`
}

/** A language tag that is safe as an attribute and of use to a screen reader; undefined: none. */
export function languageTag(language: string | null): string | undefined {
  return language !== null && /^[a-z]{2,3}$/.test(language) ? language : undefined
}
