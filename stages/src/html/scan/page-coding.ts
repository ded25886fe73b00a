/**
 * What a code unit of a page's markup is: `text`, a character; `utf8`, a byte of UTF-8. All of HTML's syntax is ASCII, and no
 * byte of a longer character is, so the markup can be read either way, and bytes are read faster: they need no decoding
 * but for the few values that are kept.
 */
export type PageCoding = 'text' | 'utf8'

const BEYOND_ASCII = /[\x80-\xff]/

/** A piece of the markup as text. */
export function asText(raw: string, coding: PageCoding): string {
  return coding === 'utf8' && BEYOND_ASCII.test(raw) ? Buffer.from(raw, 'latin1').toString('utf8') : raw
}
