import { cleanText } from './clean-text.js'

/** An address to fetch, or why there is none; `shown` is for logs: printable, at most 200 code points. */
export type ResolvedUrl =
  | { readonly url: string }
  | { readonly unusable: 'no_src' | 'not_http' | 'invalid'; readonly shown: string }

const MAX_URL_LENGTH = 2000
// A fragment or `../` may make a long attribute a short URL; beyond this it is not worth a parse.
const MAX_ATTRIBUTE_LENGTH = 65_536
// Each reference of a page is resolved against its base.
const MAX_PAGE_URL_LENGTH = 8192
const MAX_SCHEME_LENGTH = 32
const MAX_SHOWN = 200

/**
 * The URL that relative addresses of a page resolve against (HTML "document base URL"): `baseHref` against
 * the page, or the page itself when that fails or is `data:`/`javascript:`. Null when the page is not
 * http(s).
 */
export function resolvePageBase(pageUrl: string, baseHref: string | null): string | null {
  if (pageUrl.length > MAX_PAGE_URL_LENGTH) return null
  const page = parseUrl(pageUrl, undefined)
  if (page === null || !isHttp(page.protocol)) return null
  if (baseHref === null || baseHref.length > MAX_URL_LENGTH) return page.href
  const base = parseUrl(baseHref, page.href)
  return base === null || base.protocol === 'data:' || base.protocol === 'javascript:' ? page.href : base.href
}

/**
 * Absolute http(s) URL of an `img src` by the WHATWG URL rules, without fragment, 1..2000 ASCII characters.
 *
 * `no_src`: null, empty or only spaces and controls. `not_http`: any other scheme, told by its prefix, the
 * value is not parsed or copied. `invalid`: not a URL, too long, relative with no base, or carrying a user
 * name or password (also when inherited from the page: never ours to use).
 */
export function resolveImageUrl(src: string | null, base: string | null): ResolvedUrl {
  const start = src === null ? -1 : findFirstVisible(src)
  if (src === null || start < 0) return { unusable: 'no_src', shown: '' }
  const scheme = readScheme(src, start)
  if (scheme !== null && !isHttp(scheme)) return { unusable: 'not_http', shown: show(src, start, scheme) }
  const invalid: ResolvedUrl = { unusable: 'invalid', shown: show(src, start, scheme) }
  if (src.length - start > MAX_ATTRIBUTE_LENGTH) return invalid
  const url = parseUrl(src, base ?? undefined)
  if (url === null) return invalid
  if (!isHttp(url.protocol)) return { unusable: 'not_http', shown: invalid.shown }
  url.hash = ''
  if (url.username !== '' || url.password !== '' || url.href.length > MAX_URL_LENGTH) return invalid
  return { url: url.href }
}

function parseUrl(value: string, base: string | undefined): URL | null {
  try {
    return new URL(value, base)
  } catch {
    return null
  }
}

function isHttp(protocol: string): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

function findFirstVisible(value: string): number {
  for (let i = 0; i < value.length; i += 1) if (value.charCodeAt(i) > 0x20) return i
  return -1
}

// Mirrors the URL parser, which ignores tab and newline anywhere: `java\nscript:` is a scheme.
function readScheme(value: string, start: number): string | null {
  let scheme = ''
  for (let i = start; i < value.length && scheme.length < MAX_SCHEME_LENGTH; i += 1) {
    const char = value.charAt(i)
    if (char === '\t' || char === '\n' || char === '\r') continue
    if (char === ':') return scheme === '' ? null : `${scheme.toLowerCase()}:`
    if (!(scheme === '' ? /[a-z]/i : /[a-z0-9+.-]/i).test(char)) return null
    scheme += char
  }
  return null
}

function show(value: string, start: number, scheme: string | null): string {
  const head = value.slice(start, start + 2 * MAX_SHOWN)
  // Many data: URIs are shorter than the limit, so length alone would put whole pictures into the log.
  const shown = scheme === 'data:' ? head.slice(0, Math.max(head.indexOf(',') + 1, 'data:'.length)) : head
  return cleanText(shown, MAX_SHOWN).text
}
