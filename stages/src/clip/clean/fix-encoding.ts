import { type Charmap, charmaps, fixControls } from './charmaps.js'
import { isMojibake, likelyUtf8 } from './is-mojibake.js'

/** Each round undoes one wrong decoding. */
const maxRounds = 32

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about ASCII
const ascii = /^[\x00-\x7f]*$/

/**
 * Undoes decoding in a wrong charset where a text shows it: `fix_encoding` of ftfy/__init__.py (6.3). Stops after 32
 * rounds, where ftfy goes on.
 */
export function fixEncoding(text: string): string {
  let fixed = text
  for (let round = 0; round < maxRounds; round++) {
    const before = fixed
    fixed = fixOnce(fixed)
    if (fixed === before) break
  }
  return fixed
}

function fixOnce(text: string): string {
  if (ascii.test(text) || !isMojibake(text)) return text
  for (const charmap of charmaps) {
    const bytes = charmap.encode(text)
    const decoded = bytes === null ? null : decodeUtf8(restore(bytes, charmap))
    if (decoded !== null) return decoded
  }
  const inParts = text.replace(likelyUtf8, (part) =>
    part.length < text.length && isMojibake(part) ? fixEncoding(part) : part,
  )
  return inParts === text ? fixControls(text) : inParts
}

/** `ALTERED_UTF8_RE` of ftfy/chardata.py: UTF-8 but for a byte 0xA0 that became a space. */
const withSpace = new RegExp(
  [
    '[\\xc2\\xc3\\xc5\\xce\\xd0\\xd9] ',
    '[\\xe2\\xe3] [\\x80-\\x84\\x86-\\x9f\\xa1-\\xbf]',
    '[\\xe0-\\xe3][\\x80-\\x84\\x86-\\x9f\\xa1-\\xbf] ',
    '\\xf0 [\\x80-\\xbf][\\x80-\\xbf]',
    '\\xf0[\\x80-\\xbf] [\\x80-\\xbf]',
    '\\xf0[\\x80-\\xbf][\\x80-\\xbf] ',
  ].join('|'),
  'g',
)

/** `LOSSY_UTF8_RE`: UTF-8 that lost bytes to 0x1A or a question mark. */
const lossy = new RegExp(
  [
    '[\\xc2-\\xdf]\\x1a',
    '[\\xc2-\\xc3][?]',
    '\\xed[\\xa0-\\xaf][\\x1a?]\\xed[\\xb0-\\xbf][\\x1a?\\x80-\\xbf]',
    '\\xed[\\xa0-\\xaf][\\x1a?\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x1a?]',
    '[\\xe0-\\xef][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xe0-\\xef][\\x1a\\x80-\\xbf][\\x1a?]',
    '[\\xf0-\\xf4][\\x1a?][\\x1a\\x80-\\xbf][\\x1a\\x80-\\xbf]',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf][\\x1a\\x80-\\xbf][\\x1a?]',
    '\\x1a',
  ].join('|'),
  'g',
)

/** Bytes that another program has changed on their way, as far as can be told; bytes as a text. */
function restore(bytes: string, { name }: Charmap): string {
  let restored = bytes
  // In Mac Roman a dash before a space looks the same.
  if (name !== 'macroman' && bytes.search(withSpace) !== -1) {
    restored = restored
      .replace(/\xc3 (?! |quele|quela|quilo|s )/g, '\xc3\xa0 ')
      .replace(withSpace, (part) => part.replaceAll(' ', '\xa0'))
  }
  return name.startsWith('win') ? restored.replace(lossy, '\xef\xbf\xbd') : restored
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A null as Java writes it, and a pair of surrogates as Oracle does. */
const variants = /\xc0\x80|\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]/g

/** Null for what is no UTF-8, in these variants of it either. */
function decodeUtf8(bytes: string): string | null {
  const plain = bytes.replace(variants, (part) => {
    if (part.length === 2) return '\0'
    const [, a = 0, b = 0, , c = 0, d = 0] = Array.from(part, (byte) => byte.charCodeAt(0))
    const point = ((a & 15) << 16) + ((b & 63) << 10) + ((c & 15) << 6) + (d & 63) + 0x1_0000
    return Buffer.from(String.fromCodePoint(point), 'utf8').toString('latin1')
  })
  try {
    return utf8.decode(Buffer.from(plain, 'latin1'))
  } catch {
    return null
  }
}
