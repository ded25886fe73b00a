import { copyString } from '../../html/copy-string.js'
import { findEmails, type Span } from './find-emails.js'
import { findPhones } from './find-phones.js'

/** Code points of a text that a report shows. */
export const SHOWN_TEXT = 2000
/** Code points to read beyond those shown, so that an address or number that the cut goes through is found. */
export const LOOK_AHEAD = 400

/**
 * `text` as a report may show it: e-mail addresses and telephone numbers replaced by `[e-mail]` and `[phone]`, cut to
 * `most` code points with `…` for the rest, no half surrogates. What `findEmails` and `findPhones` do not find stays.
 * Linear in the text.
 */
export function redactText(text: string, most = SHOWN_TEXT): string {
  const end = unitsOf(text, most)
  const shown = end.units
  let redacted = ''
  let from = 0
  for (const { start, end: stop, mark } of markedSpans(text)) {
    if (start >= shown) break
    redacted += text.slice(from, start) + mark
    from = stop
  }
  return cutText(redacted + text.slice(from, Math.max(from, shown)), most, end.isCut)
}

/** At most `most` code points; the last is `…` if that is less than all, or `more` was left out before. */
export function cutText(text: string, most: number, more = false): string {
  const { isCut } = unitsOf(text, most)
  if (!isCut && !more) return copyString(text)
  return copyString(`${text.slice(0, unitsOf(text, most - 1).units)}…`)
}

/** Code units of the first `most` code points. */
function unitsOf(text: string, most: number): { readonly units: number; readonly isCut: boolean } {
  let units = 0
  for (let points = 0; points < most && units < text.length; points++)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
  return { units, isCut: units < text.length }
}

interface Marked extends Span {
  readonly mark: string
}

/** In order, without overlap: digits of an address are no number. */
function markedSpans(text: string): readonly Marked[] {
  const all = [
    ...findEmails(text).map((span) => ({ ...span, mark: '[e-mail]' })),
    ...findPhones(text).map((span) => ({ ...span, mark: '[phone]' })),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  const apart: Marked[] = []
  for (const span of all) {
    const last = apart.at(-1)
    if (last === undefined || span.start >= last.end) apart.push(span)
    else if (span.end > last.end) apart[apart.length - 1] = { ...last, end: span.end }
  }
  return apart
}
