/** Hashes of original bytes (sha256, md5), and of what a picture looks like (phash, 64 bits as imagehash.phash). */
export const HASH_KINDS = ['sha256', 'md5', 'phash'] as const
export type HashKind = (typeof HASH_KINDS)[number]

export interface HashEntry {
  readonly kind: HashKind
  /** Lower case. */
  readonly hex: string
}

const DIGITS: Readonly<Record<HashKind, number>> = { sha256: 64, md5: 32, phash: 16 }
const KINDS = new Map(HASH_KINDS.map((kind) => [DIGITS[kind], kind]))
const LINE = /^(?:(sha256|md5|phash):)?\s*([0-9a-f]+)$/i

/**
 * One line of a hash list: an entry, null for a blank line or a comment, or what was got instead. Of a line that is
 * no entry at most four characters are told: it may be a mistyped hash of what nobody should look for.
 */
export function parseHashLine(line: string): HashEntry | null | { readonly got: string } {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return null
  const [, prefix, digits = ''] = LINE.exec(text) ?? []
  const kind = KINDS.get(digits.length)
  if (kind !== undefined && (prefix === undefined || prefix.toLowerCase() === kind)) {
    return { kind, hex: digits.toLowerCase() }
  }
  return { got: `${text.length} characters that begin with ${JSON.stringify(text.slice(0, 4))}` }
}

/** For messages. */
export const EXPECTED_LINE = 'a sha256 (64 hex digits), md5 (32) or perceptual hash (16)'
