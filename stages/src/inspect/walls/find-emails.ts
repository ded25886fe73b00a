/** Half-open range of code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

const LOCAL = /[\w.%+'&-]/
const LABEL = /[A-Za-z0-9-]/
/** Scripts whose words stand apart, so that a letter beside the address is of the address. */
const SPACED_LETTER = /[À-ֿ]/
const LETTER = /\p{L}|\p{N}/u
/** `icon@2x.png` is a file. */
const FILES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'avif', 'bmp', 'tif', 'tiff', 'ico'])

/**
 * E-mail addresses, in the order of the text, without overlap: a run of letters, digits and `._%+-'&` before an `@` (also a
 * full-width one), then labels with a point among them, the last of two letters or more; letters of any script. Not
 * addresses without a point or at an IP address, and not those spelt out ("name at domain dot com").
 *
 * Linear: runs on either side of an `@` hold no other `@`.
 */
export function findEmails(text: string): readonly Span[] {
  const spans: Span[] = []
  let from = 0
  for (let at = nextAt(text, 0); at >= 0; at = nextAt(text, at + 1)) {
    const start = localStart(text, at, from)
    const end = domainEnd(text, at + 1)
    if (start === at || end === null) continue
    spans.push({ start, end })
    from = end
  }
  return spans
}

function nextAt(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '@' || text[at] === '＠') return at
  return -1
}

function localStart(text: string, at: number, least: number): number {
  const before = text[at - 1] ?? ''
  const spaced = LOCAL.test(before) || SPACED_LETTER.test(before)
  let start = at
  while (start > least && isLocal(text[start - 1] ?? '', spaced)) start--
  return start
}

function isLocal(unit: string, spaced: boolean): boolean {
  return LOCAL.test(unit) || SPACED_LETTER.test(unit) || (!spaced && LETTER.test(unit))
}

/** Where the domain ends; null: there is none. */
function domainEnd(text: string, from: number): number | null {
  const first = text[from] ?? ''
  const plain = LABEL.test(first)
  let end = from
  while (end < text.length && isOfDomain(text[end] ?? '', plain)) end++
  while (end > from && /[.-]/.test(text[end - 1] ?? '')) end--
  let point = end - 1
  while (point > from && text[point] !== '.') point--
  if (point <= from) return null
  const last = text.slice(point + 1, Math.min(end, point + 64))
  return /\p{L}.*\p{L}/u.test(last) && !FILES.has(last.toLowerCase()) ? end : null
}

function isOfDomain(unit: string, plain: boolean): boolean {
  return unit === '.' || LABEL.test(unit) || SPACED_LETTER.test(unit) || (!plain && LETTER.test(unit))
}
