/** One image source of a `srcset`. At most one of `width` and `density` is set; `height` only beside `width`. */
export interface SrcsetEntry {
  /** As written: not empty, no white space, no comma at either end. A slice of the attribute, so not for keeping. */
  readonly url: string
  /** `w` descriptor, pixels, an integer >= 1. */
  readonly width: number | null
  /** `x` descriptor, finite, >= 0; null also where there is no descriptor, which means 1. */
  readonly density: number | null
  /** `h` descriptor, pixels, an integer >= 1: read for future compatibility only. */
  readonly height: number | null
}

interface Descriptors {
  readonly tokens: readonly string[]
  /** Index after the entry and its comma. */
  readonly end: number
}

const MAX_ENTRIES = 200
// The only valid combinations are none, w, x and w with h: a third descriptor is always an error.
const MAX_DESCRIPTORS = 2
const INTEGER = /^\d+$/
const FLOAT = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?$/

/**
 * Reads a `srcset` by the HTML standard's "parse a srcset attribute" (#parse-a-srcset-attribute): entries in error are
 * dropped, the others kept in order, repeated ones too.
 *
 * Two limits are not in the standard: the first 200 entries are read, and a `w` or `h` beyond the largest double
 * is an error (there is no number for it here). Time is linear in `value`.
 */
export function parseSrcset(value: string): readonly SrcsetEntry[] {
  const entries: SrcsetEntry[] = []
  let position = 0
  while (entries.length < MAX_ENTRIES) {
    while (isSpace(value, position) || value[position] === ',') position += 1
    if (position >= value.length) break
    const start = position
    while (position < value.length && !isSpace(value, position)) position += 1
    let end = position
    while (value[end - 1] === ',') end -= 1
    const descriptors = end < position ? { tokens: [], end: position } : readDescriptors(value, position)
    position = descriptors.end
    const entry = parseDescriptors(value.slice(start, end), descriptors.tokens)
    if (entry !== null) entries.push(entry)
  }
  return entries
}

// The standard's descriptor tokenizer: a parenthesis hides commas and spaces, it does not nest, and its end does
// not end the descriptor.
function readDescriptors(value: string, from: number): Descriptors {
  const tokens: string[] = []
  let start = from
  let inParens = false
  const close = (end: number) => {
    if (end > start && tokens.length <= MAX_DESCRIPTORS) tokens.push(value.slice(start, end))
    start = end + 1
  }
  for (let i = from; i < value.length; i += 1) {
    const char = value[i]
    if (inParens) inParens = char !== ')'
    else if (char === '(') inParens = true
    else if (char === ',') {
      close(i)
      return { tokens, end: i + 1 }
    } else if (isSpace(value, i)) close(i)
  }
  close(value.length)
  return { tokens, end: value.length }
}

function parseDescriptors(url: string, tokens: readonly string[]): SrcsetEntry | null {
  if (tokens.length > MAX_DESCRIPTORS) return null
  let width: number | null = null
  let density: number | null = null
  let height: number | null = null
  for (const token of tokens) {
    const unit = token.at(-1)
    const digits = token.slice(0, -1)
    const number = (unit === 'x' ? FLOAT : INTEGER).test(digits) ? Number(digits) : Number.NaN
    if (!Number.isFinite(number)) return null
    if (unit === 'w' && width === null && density === null && number > 0) width = number
    else if (unit === 'h' && height === null && density === null && number > 0) height = number
    // -0 is a valid density; adding 0 makes it 0.
    else if (unit === 'x' && width === null && density === null && height === null && number >= 0)
      density = number + 0
    else return null
  }
  return height !== null && width === null ? null : { url, width, density, height }
}

// ASCII whitespace: tab, line feed, form feed, carriage return, space; not U+000B.
function isSpace(value: string, index: number): boolean {
  const code = value.charCodeAt(index)
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d
}
