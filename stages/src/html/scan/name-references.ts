import { load } from 'cheerio'

// U+00A0..U+00FF in order: the names that HTML accepts without a semicolon, from HTML 2 and 3.2.
const LATIN_1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
  'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring ' +
  'AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml ' +
  'times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil ' +
  'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ' +
  'ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ')

const PLAIN: ReadonlyMap<string, string> = new Map(
  [
    ...LATIN_1.map((name, i): readonly [string, string] => [name, String.fromCharCode(0xa0 + i)]),
    ...Object.entries({ amp: '&', AMP: '&', lt: '<', LT: '<', gt: '>', GT: '>', quot: '"', QUOT: '"' }),
    ...Object.entries({ COPY: '\u00A9', REG: '\u00AE' }),
  ].flatMap(([name, meaning]): readonly (readonly [string, string])[] => [
    [name, meaning],
    [`${name};`, meaning],
  ]),
)

/** The longest name of the standard, CounterClockwiseContourIntegral, with its semicolon. */
const MAX_NAME = 32
const MAX_REMEMBERED = 4096
const remembered = new Map<string, string>()

/**
 * Meanings of named character references; `names` are like `amp` or `hearts;`, unknown ones are left out.
 *
 * The 106 names that need no semicolon are listed here. The other 2,125 are asked of the parser that is the
 * reference anyway, all unknown ones of a value at once, and remembered: `entities`, which holds the table,
 * is not a dependency of this package.
 */
export function nameReferences(names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>()
  const asked: string[] = []
  for (const name of names) {
    const meaning = PLAIN.get(name) ?? remembered.get(name)
    if (meaning !== undefined) meanings.set(name, meaning)
    else if (name.endsWith(';') && name.length <= MAX_NAME) asked.push(name)
  }
  if (asked.length === 0) return meanings
  const answer = load(`<i a="&${asked.join(' &')}">`, null, false)('i').attr('a') ?? ''
  if (remembered.size > MAX_REMEMBERED) remembered.clear()
  for (const [i, meaning] of answer.split(' ').entries()) {
    const name = asked[i]
    if (name === undefined || meaning === `&${name}`) continue
    meanings.set(name, meaning)
    remembered.set(name, meaning)
  }
  return meanings
}
