/** The pattern of a rule, cut at its stars. `matchPattern` says whether a path meets it. */
export interface PathPattern {
  /** What the path begins with. */
  readonly prefix: string
  /** What has to come after that, in this order, none overlapping; never empty strings. */
  readonly middles: readonly string[]
  /** What the path ends with, after all of those; null where the pattern has no `$`. */
  readonly suffix: string | null
  /** Whether there is a `*` at all. */
  readonly wild: boolean
}

/** A part of at most this many octets is looked for by `indexOf`, whose worst case is then this many times linear. */
const SHORT_PART = 32

/**
 * Reads a normalised pattern (RFC 9309 §2.2.3): `*` stands for any octets, none included, `$` at the end for the end
 * of the path. Linear; a run of stars is one star.
 */
export function readPattern(pattern: string): PathPattern {
  const anchored = pattern.endsWith('$')
  const [prefix = '', ...rest] = (anchored ? pattern.slice(0, -1) : pattern).split(/\*+/)
  const wild = rest.length > 0
  const suffix = anchored ? (rest.pop() ?? '') : null
  return { prefix, middles: rest.filter((part) => part !== ''), suffix, wild }
}

/**
 * Whether a normalised path meets the pattern: from its first octet, up to the end of the pattern, not of the path.
 *
 * Each part is taken where it first fits, which leaves the most room for the next, so nothing is ever tried twice:
 * time is linear in path plus pattern, whatever the number of stars.
 */
export function matchPattern({ prefix, middles, suffix, wild }: PathPattern, path: string): boolean {
  if (!path.startsWith(prefix)) return false
  if (!wild) return suffix === null || path.length === prefix.length
  let at = prefix.length
  for (const part of middles) {
    const found = firstIndex(path, part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return suffix === null || (path.length - suffix.length >= at && path.endsWith(suffix))
}

function firstIndex(path: string, part: string, from: number): number {
  if (path.length - from < part.length) return -1
  return part.length <= SHORT_PART ? path.indexOf(part, from) : knuthMorrisPratt(path, part, from)
}

/** Knuth, Morris and Pratt, "Fast Pattern Matching in Strings" (1977). The table is as long as the part. */
function knuthMorrisPratt(path: string, part: string, from: number): number {
  const borders = new Int32Array(part.length)
  for (let at = 1, length = 0; at < part.length; at++) {
    while (length > 0 && part.charCodeAt(at) !== part.charCodeAt(length)) length = borders[length - 1] ?? 0
    if (part.charCodeAt(at) === part.charCodeAt(length)) length++
    borders[at] = length
  }
  for (let at = from, length = 0; at < path.length; at++) {
    while (length > 0 && path.charCodeAt(at) !== part.charCodeAt(length)) length = borders[length - 1] ?? 0
    if (path.charCodeAt(at) === part.charCodeAt(length)) length++
    if (length === part.length) return at + 1 - length
  }
  return -1
}
