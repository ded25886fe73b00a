import { fixControls } from './charmaps.js'
import { fixEncoding } from './fix-encoding.js'
import { normaliseText } from './normalise-text.js'
import { unescapeClosed } from './unescape-html.js'

/** Nothing in it that `fixText` would change. */
const plain = /^[\n\x20-\x25\x27-\x7e]*$/

/** Each round undoes one escape of `&amp;amp;amp;…`, so that without an end a text costs the square of its length. */
const maxRounds = 32

/**
 * `ftfy.fix_text` (ftfy 6.3, ftfy/__init__.py) with its defaults. Stops after 32 levels of escaping, where ftfy
 * goes on.
 */
export function fixText(text: string): string {
  if (plain.test(text)) return text
  let isMarkup = false
  const lines = text.split(/(?<=\n)/).map((line) => {
    // A line with a tag stops it for all lines behind, too.
    isMarkup ||= line.includes('<')
    return fixLine(line, !isMarkup)
  })
  return lines.join('')
}

function fixLine(line: string, isPlain: boolean): string {
  let text = line
  for (let round = 0; round < maxRounds; round++) {
    const before = text
    if (isPlain) text = unescapeClosed(text)
    text = fixCharacters(fixEncoding(text))
    if (text === before) break
  }
  return text
}

function fixCharacters(text: string): string {
  return normaliseText(
    fixControls(text)
      .replace(ligature, (each) => ligatures.get(each) ?? each)
      .replace(/[\u3000\uff01-\uffef]/g, (wide) => wide.normalize('NFKC'))
      .replace(/[\u201c-\u201f]/g, '"')
      .replace(/[\u02bc\u2018-\u201b]/g, "'")
      .replace(/\r\n|[\r\u2028\u2029\x85]/g, '\n')
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
      .replace(/\x1b\[[\p{Nd};]*[a-zA-Z]/gu, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
      .replace(/[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]/g, ''),
  )
}

/** `LIGATURES` of ftfy/chardata.py. */
const ligatures = new Map([
  ['Ĳ', 'IJ'],
  ['ĳ', 'ij'],
  ['ŉ', 'ʼn'],
  ['Ǳ', 'DZ'],
  ['ǲ', 'Dz'],
  ['ǳ', 'dz'],
  ['Ǆ', 'DŽ'],
  ['ǅ', 'Dž'],
  ['ǆ', 'dž'],
  ['Ǉ', 'LJ'],
  ['ǈ', 'Lj'],
  ['ǉ', 'lj'],
  ['Ǌ', 'NJ'],
  ['ǋ', 'Nj'],
  ['ǌ', 'nj'],
  ['ﬀ', 'ff'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
  ['ﬃ', 'ffi'],
  ['ﬄ', 'ffl'],
  ['ﬅ', 'ſt'],
  ['ﬆ', 'st'],
])
const ligature = new RegExp(`[${[...ligatures.keys()].join('')}]`, 'g')
