import { collapseSpaces } from '../collapse-spaces.js'
import { MAX_FOUND_TEXT } from '../image-finder.js'
import { INLINE_TAGS } from '../inline-tags.js'
import { decodeText } from './decode-text.js'
import type { PageCoding } from './page-coding.js'
import { walkMarkup } from './walk-markup.js'

/** Code units of markup that are looked at: a caption is no article. */
const MAX_MARKUP = 65_536

/**
 * The text of the markup from `from`, outside any tag, to before `to`, entities decoded, without that of scripts, styles
 * and other raw text; a space stands for each tag that parts words and for each
 * run of white space. At most `MAX_FOUND_TEXT` code units.
 */
export function textBetween(html: string, from: number, to: number, coding: PageCoding = 'text'): string {
  let text = ''
  const part = (name: string): boolean => {
    if (!INLINE_TAGS.has(name)) text += ' '
    return text.length < MAX_FOUND_TEXT
  }
  // Half a tag at the cut is no text.
  const markup =
    to - from <= MAX_MARKUP ? html.slice(from, to) : html.slice(from, from + MAX_MARKUP).replace(/<\/?$/, '')
  walkMarkup(markup, {
    text: (start, end) => {
      text += decodeText(markup.slice(start, end), coding)
      return text.length < MAX_FOUND_TEXT
    },
    start: part,
    end: part,
    intoDrawings: false,
  })
  return collapseSpaces(text.slice(0, MAX_FOUND_TEXT))
}
