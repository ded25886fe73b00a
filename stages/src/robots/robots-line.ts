/** What one line of a robots.txt says. */
export type RobotsLine =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown' }
  | { readonly kind: LineKind; readonly value: string }

export type LineKind =
  | 'user-agent'
  | 'allow'
  | 'disallow'
  | 'crawl-delay'
  | 'sitemap'
  | 'content-signal'
  | 'content-usage'

/**
 * The names that a key begins with, as google/robotstxt takes them (robots.cc, `ParsedRobotsKey`): its own spelling
 * and the frequent typos that the parser names, no others. RFC 9309 §2.2 knows the first of each; no erratum that we
 * know of adds one.
 */
const BEGINNINGS: readonly (readonly [LineKind, readonly string[]])[] = [
  ['user-agent', ['user-agent', 'useragent', 'user agent']],
  ['allow', ['allow']],
  ['disallow', ['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw']],
  ['sitemap', ['sitemap', 'site-map']],
]

/** Keys outside the RFC, taken by their full name. */
const WHOLE_NAMES: ReadonlyMap<string, LineKind> = new Map<string, LineKind>([
  ['crawl-delay', 'crawl-delay'],
  ['content-signal', 'content-signal'],
  ['content-usage', 'content-usage'],
])

const LONGEST_KEY = 64
const BLANK = /[\t\v\f ]/

/**
 * Reads one line without its end: `<key> : <value> # comment`, the key in any case, blanks around each ignored.
 * A colon that is missing is taken as written where the line is two words (`disallow /`), as google/robotstxt does.
 * Linear.
 */
export function readLine(line: string): RobotsLine {
  const comment = line.indexOf('#')
  const text = trimBlanks(comment < 0 ? line : line.slice(0, comment))
  if (text === '') return { kind: 'empty' }
  const colon = text.indexOf(':')
  const end = colon < 0 ? text.search(/[\t ]/) : colon
  if (end < 0) return { kind: 'unknown' }
  const value = trimBlanks(text.slice(end + 1))
  if (colon < 0 && /[\t ]/.test(value)) return { kind: 'unknown' }
  const kind = kindOf(trimBlanks(text.slice(0, end)))
  return kind === null ? { kind: 'unknown' } : { kind, value }
}

function kindOf(key: string): LineKind | null {
  const name = key.slice(0, LONGEST_KEY).toLowerCase()
  for (const [kind, beginnings] of BEGINNINGS) {
    if (beginnings.some((beginning) => name.startsWith(beginning))) return kind
  }
  return WHOLE_NAMES.get(name) ?? null
}

/** `String.trim` would also take U+00A0 and U+0085, which here are halves of a UTF-8 character. */
function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANK.test(text.charAt(start))) start++
  while (end > start && BLANK.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
