import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { resolveImageUrl } from '../html/resolve-url.js'

/** What a file of plan.block_lists names: a site with all its subdomains, or one picture URL by its hash. */
export type BlockEntry =
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'sha256' | 'md5'; readonly hex: string }

/** For messages. */
export const EXPECTED_ENTRY = 'a domain, an http(s) URL, or the sha256 (64 hex digits) or md5 (32) of a URL'

const COMMENT = /\s#/
const HASH = /^(?:(sha256|md5):)?\s*([0-9a-f]+)$/i
const HTTP = /^https?:/i
// Two URLs on a line, or a line that is no UTF-8, would become one URL that nobody has.
const NO_URL = /[\s\ufffd]/
// In a name these begin a path, a port or a user, which the parser behind domainToASCII would silently leave out.
const NO_NAME = /[\s/\\:?#@%[\]]/
// One label alone is a mistyped hash, or a whole country.
const DOMAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/
const LONGEST_DOMAIN = 253
const SHOWN = 40

/**
 * One line of a list: an entry, null for a blank line or a comment (from `#` at the start or after a space), or what
 * was got instead. A URL becomes the sha256 of what it is in the column `url`: normalised as in the WHATWG URL
 * standard, without fragment. Hashes are lower case.
 */
export function parseBlockLine(line: string): BlockEntry | null | { readonly got: string } {
  const text = withoutComment(line)
  if (text === '') return null
  return readHash(text) ?? readUrl(text) ?? readDomain(text) ?? { got: shown(text) }
}

/** A domain in lower case and ASCII without dots around it; as it is where it is none. */
export function normalDomain(domain: string): string {
  const name = domain.trim().toLowerCase().replace(/^\.+/, '')
  const bare = name.slice(0, lastNotDot(name) + 1)
  return domainToASCII(bare) || bare
}

/** A loop, since `/\.+$/` is quadratic in dots. */
function lastNotDot(name: string): number {
  let at = name.length - 1
  while (at >= 0 && name[at] === '.') at -= 1
  return at
}

function withoutComment(line: string): string {
  const text = line.trim()
  if (text.startsWith('#')) return ''
  const at = text.search(COMMENT)
  return at === -1 ? text : text.slice(0, at).trimEnd()
}

function readHash(text: string): BlockEntry | null {
  const [, prefix, digits = ''] = HASH.exec(text) ?? []
  const kind = digits.length === 64 ? 'sha256' : digits.length === 32 ? 'md5' : null
  if (kind === null || (prefix !== undefined && prefix.toLowerCase() !== kind)) return null
  return { kind, hex: digits.toLowerCase() }
}

function readUrl(text: string): BlockEntry | null {
  if (!HTTP.test(text) || NO_URL.test(text)) return null
  const resolved = resolveImageUrl(text, null)
  if ('unusable' in resolved) return null
  return { kind: 'sha256', hex: createHash('sha256').update(resolved.url).digest('hex') }
}

function readDomain(text: string): BlockEntry | null {
  if (NO_NAME.test(text)) return null
  const domain = normalDomain(text)
  return domain.length <= LONGEST_DOMAIN && DOMAIN.test(domain) ? { kind: 'domain', domain } : null
}

function shown(text: string): string {
  return `${JSON.stringify(text.slice(0, SHOWN).toWellFormed())}${text.length > SHOWN ? '…' : ''}`
}
