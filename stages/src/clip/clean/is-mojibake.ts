import { mojibakeKinds } from './mojibake-kinds.js'

type Kind = keyof typeof mojibakeKinds

/** Inside of a character class. */
const classes = Object.fromEntries(
  Object.entries(mojibakeKinds).map(([kind, ranges]) => {
    const parts = ranges.split(' ').map((range) => range.replace(/[0-9a-f]+/g, '\\u{$&}'))
    return [kind, parts.join('')]
  }),
) as Readonly<Record<Kind, string>>
const k = classes
/** `\s` and `\w` of Python. */
const space = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const letter = '\\p{L}\\p{N}_'

/** `BADNESS_RE` of ftfy/badness.py (6.3): neighbours that hardly any right text has. */
const unlikely = [
  `[${k.c1}]`,
  `[${k.bad}${k.lowerAccented}${k.upperAccented}${k.box}${k.startPunctuation}${k.endPunctuation}${k.currency}${k.numeric}${k.law}][${k.bad}]`,
  `[a-zA-Z][${k.lowerCommon}${k.upperCommon}][${k.bad}]`,
  `[${k.bad}][${k.lowerAccented}${k.upperAccented}${k.box}${k.startPunctuation}${k.endPunctuation}${k.currency}${k.numeric}${k.law}]`,
  `[${k.lowerAccented}${k.lowerCommon}${k.box}${k.endPunctuation}${k.currency}${k.numeric}][${k.upperAccented}]`,
  `[${k.box}${k.endPunctuation}${k.currency}${k.numeric}][${k.lowerAccented}]`,
  `[${k.lowerAccented}${k.box}${k.endPunctuation}][${k.currency}]`,
  `[${space}][${k.upperAccented}][${k.currency}]`,
  `[${k.upperAccented}${k.box}][${k.numeric}${k.law}]`,
  `[${k.lowerAccented}${k.upperAccented}${k.box}${k.currency}${k.endPunctuation}][${k.startPunctuation}][${k.numeric}]`,
  `[${k.lowerAccented}${k.upperAccented}${k.currency}${k.numeric}${k.box}${k.law}][${k.endPunctuation}][${k.startPunctuation}]`,
  `[${k.currency}${k.numeric}${k.box}][${k.startPunctuation}]`,
  `[a-z][${k.upperAccented}][${k.startPunctuation}${k.currency}]`,
  `[${k.box}][${k.kaomoji}]`,
  `[${k.lowerAccented}${k.upperAccented}${k.currency}${k.numeric}${k.startPunctuation}${k.endPunctuation}${k.law}][${k.box}]`,
  `[${k.box}][${k.endPunctuation}]`,
  `[${k.lowerAccented}${k.upperAccented}][${k.startPunctuation}${k.endPunctuation}][${letter}]`,
  '[Œœ][^A-Za-z]',
  `[${k.upperAccented}]°`,
  `[ÂÃÎÐ][€œŠš¢£Ÿž\\xa0\\xad®©°·»${k.startPunctuation}${k.endPunctuation}–—´]`,
  '×[²³]',
  `[ØÙ][${k.common}${k.currency}${k.bad}${k.numeric}${k.startPunctuation}ŸŠ®°µ»][ØÙ][${k.common}${k.currency}${k.bad}${k.numeric}${k.startPunctuation}ŸŠ®°µ»]`,
  'à[²µ¹¼½¾]',
  '√[±∂†≠®™´≤≥¥µø]',
  '≈[°¢]',
  '‚Ä[ìîïòôúùû†°¢π]',
  '‚[âó][àä°ê]',
  'вЂ',
  `[ВГРС][${k.c1}${k.bad}${k.startPunctuation}${k.endPunctuation}${k.currency}°µ][ВГРС]`,
  'ГўВЂВ.[A-Za-z ]',
  'Ã[\\xa0¡]',
  `[a-z][${space}]?[ÃÂ][ ]`,
  '^[ÃÂ][ ]',
  `[a-z.,?!${k.endPunctuation}]Â[ ${k.startPunctuation}${k.endPunctuation}]`,
  'β€[™\\xa0Ά\\xad®°]',
  `[ΒΓΞΟ][${k.c1}${k.bad}${k.startPunctuation}${k.endPunctuation}${k.currency}°][ΒΓΞΟ]`,
  'ā€',
]
const anyUnlikely = new RegExp(unlikely.join('|'), 'u')

/** True if a text looks as if it had been decoded in a wrong charset (`is_bad` of ftfy/badness.py). */
export function isMojibake(text: string): boolean {
  return anyUnlikely.test(text)
}

/** `UTF8_DETECTOR_RE` of ftfy/chardata.py: what looks like UTF-8 that was decoded byte by byte. */
export const likelyUtf8 = new RegExp(
  `(?<![${k.utf8ContinuationStrict}])(?:[${k.utf8FirstOf2}][${k.utf8Continuation}]` +
    `|[${k.utf8FirstOf3}][${k.utf8Continuation}]{2}|[${k.utf8FirstOf4}][${k.utf8Continuation}]{3})+`,
  'gu',
)
