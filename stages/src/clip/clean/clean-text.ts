import { fixText } from './fix-text.js'
import { unescapeHtml } from './unescape-html.js'

/** How a text is cleaned before it is cut to tokens; the names are open_clip's (tokenizer.py, `get_clean_fn`). */
export type CleanKind = 'none' | 'whitespace' | 'lower' | 'canonicalize'

/** `\s` of Python, which knows separators of ASCII, and no byte order mark. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts them as spaces
const spaces = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g
/** `string.punctuation` of Python; an underscore became a space before. */
const punctuation = /[!-/:-@[-^`{-~]/g

/** Cleans a text as open_clip would: repaired, entities resolved twice, one space for each gap. */
export function cleanText(text: string, kind: CleanKind): string {
  if (kind === 'none') return text
  const basic = unescapeHtml(unescapeHtml(fixText(text)))
  switch (kind) {
    case 'whitespace':
      return oneLine(basic)
    case 'lower':
      return oneLine(basic).toLowerCase()
    case 'canonicalize':
      return oneLine(basic.replaceAll('_', ' ').replace(punctuation, '').toLowerCase())
  }
}

function oneLine(text: string): string {
  return text.replace(spaces, ' ').replace(/^ | $/g, '')
}
