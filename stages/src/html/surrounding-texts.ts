import { collapseSpaces } from './collapse-spaces.js'
import { ENOUGH_PROSE, MAX_FOUND_TEXT, MAX_SURROUNDING, MIN_PROSE } from './image-finder.js'

/** Pieces of text that are joined on one side, at most. */
const MAX_PIECES = 40
/** Room for what `MAX_SURROUNDING` code units of text may lose at the cut: a half of a character, a space. */
const ROOM = 2

/** The ends of a text between two tags, white space collapsed: the same where the text is short. */
export interface TextPiece {
  readonly first: string
  readonly last: string
}

/** Only the ends are kept, and of a text of more than `2 * MAX_FOUND_TEXT` code units no more is looked at. */
export function textPiece(text: string): TextPiece {
  const isLong = text.length > 2 * MAX_FOUND_TEXT
  const first = collapseSpaces(isLong ? text.slice(0, MAX_FOUND_TEXT) : text)
  const last = isLong ? collapseSpaces(text.slice(-MAX_FOUND_TEXT)) : first
  return { first: first.slice(0, MAX_SURROUNDING + ROOM), last: last.slice(-MAX_SURROUNDING - ROOM) }
}

/**
 * The text before and after a picture: of `count` pieces of text between tags, `next` of them before it, those nearest to
 * it, joined by a space, cut to `MAX_SURROUNDING` code units without splitting a character.
 */
export function surroundingTexts(
  count: number,
  next: number,
  piece: (index: number) => TextPiece,
): { readonly before: string; readonly after: string } {
  let before = ''
  for (let at = next - 1; at >= Math.max(0, next - MAX_PIECES) && before.length < MAX_SURROUNDING; at -= 1)
    before = joinPieces(piece(at).last, before)
  let after = ''
  for (let at = next; at < Math.min(count, next + MAX_PIECES) && after.length < MAX_SURROUNDING; at += 1)
    after = joinPieces(after, piece(at).first)
  return { before: lastUnits(before), after: firstUnits(after) }
}

function joinPieces(left: string, right: string): string {
  return left === '' || right === '' ? left + right : `${left} ${right}`
}

function firstUnits(text: string): string {
  const cut = text.slice(0, MAX_SURROUNDING)
  return text.length > MAX_SURROUNDING ? cut.replace(/[\uD800-\uDBFF]$/, '').trimEnd() : cut
}

function lastUnits(text: string): string {
  const cut = text.slice(-MAX_SURROUNDING)
  return text.length > MAX_SURROUNDING ? cut.replace(/^[\uDC00-\uDFFF]/, '').trimStart() : cut
}

/**
 * The running text of a page so far, with the next piece: one of at least `MIN_PROSE` code units, white space collapsed,
 * counts until `ENOUGH_PROSE` are there. Of one piece no more than `MAX_FOUND_TEXT` code units are taken.
 */
export function addProse(prose: string, piece: string): string {
  if (prose.length >= ENOUGH_PROSE) return prose
  const text = collapseSpaces(piece.slice(0, MAX_FOUND_TEXT))
  if (text.length < MIN_PROSE) return prose
  return prose === '' ? text : `${prose} ${text}`
}
