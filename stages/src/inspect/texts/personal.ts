import { literal } from '../../parquet/duck.js'

// Patterns of RE2, which is linear. Field note inspect M29: counted and redacted, never shown. Lower bounds: an address
// written `name (at) site` and a number without country code, label or American grouping are not seen. Upper bounds too:
// nobody asked whether the address exists.

/** Something, an @, and a domain of two labels or more, the last of letters. */
const EMAIL = '[\\p{L}\\p{N}._%+\\-]+@(?:[\\p{L}\\p{N}\\-]+\\.)+\\p{L}{2,}'
/** `logo@2x.png`, `by@name.jpg`: a file name is no address. */
const FILE_NAME = '@[^\\s@]*\\.(?i:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)\\b'
/** A country code and 8 to 15 digits in all (E.164), with up to three separators between any two. */
const INTERNATIONAL = '\\+(?:[ ().\\-/\\x{A0}]{0,3}[0-9]){8,15}\\b'
/** 555-123-4567, 555.123.4567, (555) 123-4567. */
const AMERICAN = '(?:\\([0-9]{3}\\) ?|\\b[0-9]{3}[.\\-])[0-9]{3}[.\\-][0-9]{4}\\b'
/** Seven digits or more behind a word for telephone. */
const LABELLED =
  '(?i:\\btel|\\btél|phone|telefon|teléfono|telefono|\\bcall|\\bfax|mobile|whatsapp|тел|電話|电话|전화)[.:]{0,2} ?(?:[ ().\\-/]{0,3}[0-9]){7,15}\\b'
const PHONE = `${INTERNATIONAL}|${AMERICAN}|${LABELLED}`

/** SQL: `text` holds an e-mail address. */
export function hasEmail(text: string): string {
  const names = `regexp_replace(${text}, ${literal(FILE_NAME)}, ' ', 'g')`
  return `CASE WHEN contains(${text}, '@') THEN regexp_matches(${names}, ${literal(EMAIL)}) ELSE false END`
}

/** SQL: `text` holds a telephone number. */
export function hasPhone(text: string): string {
  return `regexp_matches(${text}, ${literal(PHONE)})`
}

/** SQL: `text` with `[e-mail]` and `[phone]` in place of such, cut to `length` code points. */
export function redacted(text: string, length = 300): string {
  const withoutMail = `regexp_replace(${text}, ${literal(EMAIL)}, '[e-mail]', 'g')`
  return `left(regexp_replace(${withoutMail}, ${literal(PHONE)}, '[phone]', 'g'), ${length})`
}
