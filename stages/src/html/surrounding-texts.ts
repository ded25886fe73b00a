import { collapseSpaces } from './collapse-spaces.js'
import { ENOUGH_PROSE, MAX_SURROUNDING, MIN_PROSE } from './image-finder.js'

/** Pieces of text that are joined on one side, at most. */
const MAX_PIECES = 40

/**
 * The text before and after a picture: the pieces between tags, `next` of them before it, joined by a space, white space
 * collapsed, the nearest `MAX_SURROUNDING` code units.
 */
export function surroundingTexts(
  count: number,
  next: number,
  piece: (index: number) => string,
): { readonly before: string; readonly after: string } {
  let before = ''
  for (let at = next - 1; at >= Math.max(0, next - MAX_PIECES) && before.length < MAX_SURROUNDING; at -= 1)
    before = `${collapseSpaces(piece(at))} ${before}`
  let after = ''
  for (let at = next; at < Math.min(count, next + MAX_PIECES) && after.length < MAX_SURROUNDING; at += 1)
    after += `${collapseSpaces(piece(at))} `
  return { before: before.trim().slice(-MAX_SURROUNDING), after: after.trim().slice(0, MAX_SURROUNDING) }
}

/**
 * The running text of a page so far, with the next piece: one of at least `MIN_PROSE` code units, white space collapsed,
 * counts until `ENOUGH_PROSE` are there.
 */
export function addProse(prose: string, piece: string): string {
  if (prose.length >= ENOUGH_PROSE) return prose
  const text = collapseSpaces(piece)
  if (text.length < MIN_PROSE) return prose
  return prose === '' ? text : `${prose} ${text}`
}
