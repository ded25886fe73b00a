import { copyString } from '../html/copy-string.js'

/** Directives that one value, one page or one response can give. */
export const MAX_DIRECTIVES = 50

const MAX_UNKNOWN = 40
const MAX_VALUED = 80
const MAX_RULE = 200

/**
 * Those of Google's "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications", its list of unused ones
 * included, `index` and `follow` and the old `noodp` and `noydir`; DeviantArt's `noai` and `noimageai`; `noml` of the
 * NoML open letter (noml.info).
 */
const PLAIN: ReadonlySet<string> = new Set([
  'all',
  'follow',
  'index',
  'indexifembedded',
  'noai',
  'noarchive',
  'nocache',
  'nofollow',
  'noimageai',
  'noimageindex',
  'noindex',
  'noml',
  'none',
  'noodp',
  'nositelinkssearchbox',
  'nosnippet',
  'notranslate',
  'noydir',
])
const VALUED: ReadonlySet<string> = new Set([
  'max-image-preview',
  'max-snippet',
  'max-video-preview',
  'unavailable_after',
])

const PART = /[^,;]+/g
const GAP = /[\s\p{Cc}]+/gu
const DATED = /(?:^|[: ])unavailable_after ?:/
// No directive begins with a digit or is a month: after `unavailable_after` both belong to a date that has commas.
const DATE_PART = /^(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? ?)?\d/

/** A name that a directive has, so that before a colon it is not the name of a crawler. */
export function isDirectiveName(name: string): boolean {
  return PLAIN.has(name) || VALUED.has(name)
}

/**
 * The directives of one robots value, in order, each once, at most `MAX_DIRECTIVES`: lower case, `max-snippet:0`
 * without the space after the colon, `unavailable_after:` with its whole date. Unknown ones are kept, cut at 40
 * characters, those with a value at 80.
 *
 * Separated by commas (Google's specifications). More is read than they allow, since a missed opt-out is worse than
 * a word too many: semicolons separate too, and words between commas are taken apart when each is a known directive.
 * Never throws; time is linear.
 */
export function parseDirectives(value: string): readonly string[] {
  const directives = new Set<string>()
  for (const rule of splitRules(value)) {
    for (const directive of readRule(rule)) {
      directives.add(directive)
      if (directives.size === MAX_DIRECTIVES) return [...directives]
    }
  }
  return [...directives]
}

/**
 * The parts of a robots value between commas, none empty, in lower case with single spaces, cut at 200 characters.
 * A date of RFC 822 or RFC 850 (`Friday, 25-Jun-10 15:00:00 UTC`) stays with its `unavailable_after`.
 */
export function* splitRules(value: string): Generator<string, void> {
  let dated: string | null = null
  for (const [part] of value.matchAll(PART)) {
    const rule = part.trim().slice(0, MAX_RULE).replace(GAP, ' ').trim().toLowerCase()
    if (rule === '') continue
    if (dated !== null && DATE_PART.test(rule)) {
      if (dated.length < MAX_RULE) dated = `${dated}, ${rule}`
      continue
    }
    if (dated !== null) yield dated
    dated = DATED.test(rule) ? rule : null
    if (dated === null) yield rule
  }
  if (dated !== null) yield dated
}

/** As one text, which a column holds; null without one. */
export function joinDirectives(directives: readonly string[]): string | null {
  return directives.length === 0 ? null : directives.join(', ')
}

/** The directives of one of `splitRules`: one, or several known ones without a comma between. */
export function readRule(rule: string): readonly string[] {
  const colon = rule.indexOf(':')
  const name = rule.slice(0, Math.max(0, colon)).trimEnd()
  if (VALUED.has(name)) {
    return [copyString(`${name}:${rule.slice(colon + 1).trimStart()}`.slice(0, MAX_VALUED))]
  }
  const words = rule.split(' ')
  if (words.every((word) => PLAIN.has(word))) return words.map(copyString)
  return [copyString(rule.slice(0, MAX_UNKNOWN))]
}
