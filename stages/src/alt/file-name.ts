import { splitWords } from './fold-words.js'

const ORIGIN = /^(?:[a-z][a-z0-9+.-]{0,31}:)?\/\/[^/?#]*/i
const ESCAPES = /(?:%[0-9a-f]{2})+/gi
const PICTURE_EXTENSION = /(?<=[^\s.])\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|svg|bmp|tiff?|ico|heic|heif)$/i
const PAGE_EXTENSION = /\.(?:php|aspx?|jsp|cgi|html?)$/i
// Marks a CMS adds when it makes sizes of one picture; `e1582650492803` is WordPress's mark of an edited one.
const SIZE_WORD =
  /^(?:\d{2,5}x\d{0,5}|x\d{2,5}|[wh]\d{2,4}|\d{2,4}(?:px|w|h)|[1-4]x|q\d{1,3}|e\d{10,13}|thumb|thumbs|thumbnail|tn|scaled|resized|rescaled|cropped|crop|small|medium|large|mini|min|sm|md|lg|xl|big|full|fullsize|orig|original|preview|teaser|retina|optimized|copy)$/i
// What file systems and servers turn into separators is no sign of an author.
const PUNCTUATION = /[^\p{L}\p{M}\p{N}\s\-_.+()]/gu
const ASCII_WORD = /^[A-Za-z0-9]+$/
const MAX_NAME_WORDS = 6
const MIN_JACCARD = 0.8

/** Last segment of a URL's path, percent-decoded (invalid UTF-8 as U+FFFD, never an error); '' where there is none. */
export function baseNameOf(url: string): string {
  if (/^data:/i.test(url)) return ''
  const path = url.replace(ORIGIN, '').replace(/[?#].*$/s, '')
  const decoded = path.replace(ESCAPES, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
  // Stores put whole paths into one segment: `o/shoes%2Fred.jpg`.
  return decoded.slice(decoded.lastIndexOf('/') + 1)
}

/** Words of a file name, case kept, without extensions and, at its end, size marks such as `-300x200`, `_thumb`, `@2x`. */
export function nameWords(name: string): readonly string[] {
  const words = splitWords(stripExtensions(name))
  let end = words.length
  while (end > 1 && SIZE_WORD.test(words[end - 1] ?? '')) end -= 1
  return words.slice(0, end)
}

/**
 * The text is the picture's file name (WCAG 2.2 failure F30): it ends in a picture's extension and is at most 6 words
 * long, or its words, less extension and size marks, are those of the URL's base name (Jaccard index of the word sets
 * at least 0.8).
 *
 * Sites that name files after their captions make the same match, so a text with spaces must have nothing that the
 * name lacks: no other word, letter case or punctuation. `clown-glasses.jpg` makes `clown glasses` a file name, and
 * leaves `Clown glasses` a text. Of one word the two cannot be told apart, and it counts as file name.
 */
export function isFileName(text: string, url: string): boolean {
  const words = nameWords(text)
  if (words.length === 0) return false
  const hasExtension = PICTURE_EXTENSION.test(text)
  if (hasExtension && words.length <= MAX_NAME_WORDS) return true
  const base = baseNameOf(url)
  const isSpaced = !hasExtension && /\s/.test(text)
  // Most texts end here: a word that the name lacks, before the name is taken apart.
  if (isSpaced && words.some((word) => ASCII_WORD.test(word) && !base.includes(word))) return false
  const name = nameWords(base)
  if (isSpaced) return jaccard(words, name) >= MIN_JACCARD && addsNothing(text, words, base, name)
  const folded = words.map((word) => word.toLowerCase())
  const foldedName = name.map((word) => word.toLowerCase())
  return folded.join('') === foldedName.join('') || jaccard(folded, foldedName) >= MIN_JACCARD
}

function addsNothing(text: string, words: readonly string[], base: string, name: readonly string[]): boolean {
  const known = new Set(name)
  const punctuation = new Set(base)
  return (
    words.every((word) => known.has(word)) &&
    (text.match(PUNCTUATION) ?? []).every((mark) => punctuation.has(mark))
  )
}

function stripExtensions(name: string): string {
  // Twice: `photo.jpg.webp`.
  const stem = name.trimEnd().replace(PAGE_EXTENSION, '').replace(PICTURE_EXTENSION, '')
  return stem.replace(PICTURE_EXTENSION, '')
}

function jaccard(left: readonly string[], right: readonly string[]): number {
  const a = new Set(left)
  const b = new Set(right)
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}
