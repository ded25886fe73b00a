/** Code points from here on are mostly drawn twice as wide as Latin letters: Hangul, CJK, emoji. */
const WIDE_FROM = 0x1100

/** `text` up to `width` Latin letters wide, with an ellipsis in place of what does not fit. Linear. */
export function fitLabel(text: string, width: number): string {
  let used = 0
  const kept: string[] = []
  // An ellipsis takes the place of one letter, known only once a letter too many is met.
  for (const character of text) {
    used += letterWidth(character)
    if (used > width) return `${withinWidth(kept, width - 1)}…`
    kept.push(character)
  }
  return text
}

function withinWidth(characters: readonly string[], width: number): string {
  let used = 0
  const end = characters.findIndex((character) => {
    used += letterWidth(character)
    return used > width
  })
  return characters.slice(0, end < 0 ? undefined : end).join('')
}

function letterWidth(character: string): number {
  return (character.codePointAt(0) ?? 0) >= WIDE_FROM ? 2 : 1
}
