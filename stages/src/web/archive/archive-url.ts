import { createHash } from 'node:crypto'
import { parseUrl } from '../parse-url.js'

/** Is a place of `source.files` on the web: `https://…`, or `http://…`? */
export function isWebPlace(place: string): boolean {
  return /^https?:\/\//i.test(place)
}

/**
 * The URL of an archive: https, or http to this machine itself. The text after `got` of the problem instead, if it is
 * neither; it repeats nothing that may be secret.
 */
export function parseArchiveUrl(place: string): URL | string {
  const url = parseUrl(place)
  if (url === null) return 'no URL'
  if (url.username !== '' || url.password !== '') return 'one with a user name'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) return url.protocol
  url.hash = ''
  return url
}

/**
 * What rows, accounts and messages call an archive on the web: its URL without the query, where signatures and tokens
 * are, so that the name outlives them. Where two archives of a run would have one name, `withQuery` adds `#` and the
 * first 12 hex digits of the query's SHA-256.
 */
export function archiveName(url: URL, withQuery = false): string {
  const name = `${url.protocol}//${url.host}${url.pathname}`
  if (!withQuery) return name
  return `${name}#${createHash('sha256').update(url.search).digest('hex').slice(0, 12)}`
}

/** How messages call a place: a path as it is, a URL without what may be secret. */
export function placeName(place: string): string {
  if (!isWebPlace(place)) return place
  const url = parseUrl(place)
  return url === null ? place.replace(/[?#].*$/s, '') : archiveName(url)
}

/** Where a redirect from `url` leads: https, or http from this machine to itself. Null for anywhere else. */
export function redirectTarget(location: string, url: URL): URL | null {
  // Its bytes are read as UTF-8 (WHATWG Fetch, "location URL").
  const text = Buffer.from(location, 'latin1').toString('utf8')
  const led = parseUrl(text, url)
  if (led === null) return null
  const target = parseArchiveUrl(led.href)
  if (typeof target === 'string') return null
  return target.protocol === 'https:' || url.protocol === 'http:' ? target : null
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
