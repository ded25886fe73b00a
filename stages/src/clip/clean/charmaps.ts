import iconv from 'iconv-lite'

/** A charset of one byte a character; as a text, a byte is the character of its number. */
export interface Charmap {
  readonly name: string
  /** Its bytes as a text; null if a character of `text` is not in it. */
  readonly encode: (text: string) => string | null
}

const upper = Array.from({ length: 128 }, (_, i) => 128 + i)

/**
 * Characters of the bytes from 0x80 on. Bytes that a charset leaves open stand for their own numbers, as browsers
 * have it, and unlike the tables of iconv-lite Mac Roman has the sign of the euro and other late changes.
 */
function upperHalf(charset: string): readonly string[] {
  const late =
    charset === 'macroman'
      ? new Map([
          ['\u2126', '\u03a9'],
          ['\xa4', '\u20ac'],
          ['\ufffd', '\uf8ff'],
        ])
      : null
  return Array.from(iconv.decode(Buffer.from(upper), charset), (each, i) => {
    const character = late?.get(each) ?? each
    return character === '\ufffd' ? String.fromCharCode(128 + i) : character
  })
}

/** In windows charsets the mark of a lost character, U+FFFD, is the byte 0x1A (`sloppy-…` codecs of ftfy). */
function charmap(name: string): Charmap {
  const isSloppy = name.startsWith('win')
  const bytes = new Map<string, string>()
  for (let i = 0; i < 128; i++) bytes.set(String.fromCharCode(i), String.fromCharCode(i))
  if (isSloppy) bytes.delete('\x1a')
  if (isSloppy) bytes.set('\ufffd', '\x1a')
  for (const [i, character] of upperHalf(name).entries()) bytes.set(character, String.fromCharCode(128 + i))
  const encode = (text: string) => {
    const encoded: string[] = []
    for (const character of text) {
      const byte = bytes.get(character)
      if (byte === undefined) return null
      encoded.push(byte)
    }
    return encoded.join('')
  }
  return { name, encode }
}

/** `CHARMAP_ENCODINGS` of ftfy/chardata.py, in the order in which they are tried. */
export const charmaps: readonly Charmap[] = [
  'latin1',
  'win1252',
  'win1251',
  'win1250',
  'win1253',
  'win1254',
  'win1257',
  'iso88592',
  'macroman',
  'cp437',
].map(charmap)

const windows1252 = upperHalf('win1252')

/** The controls from U+0080 to U+009F as the characters that Windows-1252 has there. */
export function fixControls(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control)
}
