const PERCENT = 0x25
const STAR = 0x2a
const DOLLAR = 0x24

/** RFC 3986 §2.3. */
const UNRESERVED: ReadonlySet<number> = codes(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~',
)
/** RFC 3986 §2.2 without `*` and `$`, which mean something else in a rule. */
const RESERVED: ReadonlySet<number> = codes(":/?#[]@!&'()+,;=")

/**
 * The path of a URI in the one spelling that rules are compared in (RFC 9309 §2.2.2). `octets` has one character for
 * each octet; text goes through `pathOctets` first.
 *
 * An octet outside ASCII and an ASCII one that no URI may hold become `%XX`; `%XX` of an unreserved character becomes
 * that character; any other `%xx` gets upper-case digits; a `%` that starts no such triplet becomes `%25`. A `*` or
 * `$` becomes `%2A` or `%24`, since a rule that means them writes them so (§2.2.3). All other reserved characters
 * stay as written, `/` and `%2F` differ: that is how google/robotstxt reads it. The RFC's second example, where a raw
 * `://` in a query equals `%3A%2F%2F`, holds for equal spellings only.
 */
export function normalizePath(octets: string): string {
  return normalize(octets, false)
}

/** The pattern of a rule in the same spelling: a `*`, and a `$` at the very end, stay and are special. */
export function normalizePattern(octets: string): string {
  return normalize(octets, true)
}

/** The octets of `text` in UTF-8, one character each. */
export function pathOctets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function normalize(octets: string, pattern: boolean): string {
  const out: string[] = []
  let kept = 0
  for (let at = 0; at < octets.length; at++) {
    const code = octets.charCodeAt(at)
    if (UNRESERVED.has(code) || RESERVED.has(code)) continue
    if (pattern && (code === STAR || (code === DOLLAR && at === octets.length - 1))) continue
    out.push(octets.slice(kept, at))
    const escaped = code === PERCENT ? tripletAt(octets, at) : -1
    if (escaped >= 0) at += 2
    const octet = escaped >= 0 ? escaped : code
    out.push(UNRESERVED.has(octet) ? String.fromCharCode(octet) : percent(octet))
    kept = at + 1
  }
  out.push(octets.slice(kept))
  return out.join('')
}

/** The octet that the triplet at `at` stands for, -1 where there is none. */
function tripletAt(octets: string, at: number): number {
  const high = hexDigit(octets.charCodeAt(at + 1))
  const low = hexDigit(octets.charCodeAt(at + 2))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

function percent(octet: number): string {
  return `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
}

function codes(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)))
}
