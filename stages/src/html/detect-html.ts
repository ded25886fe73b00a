// WHATWG MIME Sniffing, "rules for identifying an unknown MIME type", the rows that mean text/html.
const HTML_START =
  /^[\t\n\f\r ]*<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|body|br|b|p)[ >])/i
const SNIFF_BYTES = 1445
const UTF8_BOM = '\u00EF\u00BB\u00BF'
const UNKNOWN_TYPES: ReadonlySet<string> = new Set(['unknown/unknown', 'application/unknown', '*/*'])
const HTML_TYPES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])

/**
 * Whether a response body is an HTML page: by its Content-Type, or, when that is missing or means "unknown",
 * by its first 1445 bytes (WHATWG MIME Sniffing, after an optional UTF-8 byte order mark).
 */
export function isHtml(contentType: string | null, firstBytes: Buffer): boolean {
  const type = /^\s*([^\s;,]+\/[^\s;,]+)/.exec((contentType ?? '').slice(0, 256))?.[1]?.toLowerCase()
  if (type !== undefined && !UNKNOWN_TYPES.has(type)) return HTML_TYPES.has(type)
  const head = firstBytes.subarray(0, SNIFF_BYTES).toString('latin1')
  return HTML_START.test(head.startsWith(UTF8_BOM) ? head.slice(UTF8_BOM.length) : head)
}
