import { decodeHTMLStrict } from 'entities/decode'

// `CounterClockwiseContourIntegral` has 31; it also keeps a number short enough not to overflow in `entities`.
const MAX_NAME = 31
const NAME_CHAR = /^[#A-Za-z0-9\u212A]$/
// U+037E is `;` and U+212A is `K` after NFC, so they already count as such here.
const END = /^[;\u037E]$/
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]$/u

/** A `&` that may still become a reference: `source` as found, `name` what stands after `&`, NFC, ignorables left out. */
interface OpenReference {
  source: string
  name: string
}

/**
 * `text` with every character reference decoded that ends in `;` and is known to HTML (13.5 for names, 13.2.5.80
 * for numbers: windows-1252 for U+0080..009F, U+FFFD for NUL, surrogates and beyond U+10FFFF), until none is left:
 * `&amp;amp;lt;` and `&#3&#56;;lt;` are both `<`. Default-ignorable characters inside a reference do not hide it,
 * since the caller drops them later. Numbers of more than 30 digits stay as they are.
 *
 * One pass: a decoded character is read as if it had stood in the text, so time is linear however deep the nesting,
 * and a second call changes nothing.
 */
export function decodeReferences(text: string): string {
  let start = text.indexOf('&')
  if (start < 0) return text
  const open: OpenReference[] = []
  let done = ''
  let end = 0
  while (start >= 0) {
    done += text.slice(end, start)
    end = start
    do {
      const char = String.fromCodePoint(text.codePointAt(end) ?? 0)
      end += char.length
      done += readChar(open, char)
    } while (open.length > 0 && end < text.length)
    start = text.indexOf('&', end)
  }
  return done + takeAll(open) + text.slice(end)
}

/** Takes one more character; returns what can no longer be part of a reference. */
function readChar(open: OpenReference[], first: string): string {
  // A loop, not recursion: in `&semi&semi;` the decoded `;` ends the reference before it, to any depth.
  for (let char = first; ; ) {
    if (char === '&') {
      open.push({ source: '&', name: '' })
      return ''
    }
    const last = open.at(-1)
    if (last === undefined) return char
    if (END.test(char)) {
      const decoded = decodeKnown(last.name)
      if (decoded === null) return takeAll(open) + char
      open.pop()
      const [head = '', ...tail] = decoded
      // `&fjlig;` is two letters; the few references to two characters hold no `&` or `;`, so this goes one deep.
      if (tail.length > 0) return readChar(open, head) + readChar(open, tail.join(''))
      char = head
    } else if (NAME_CHAR.test(char) && last.name.length < MAX_NAME) {
      last.source += char
      last.name += char.normalize('NFC')
      return ''
    } else if (IGNORABLE.test(char)) {
      last.source += char
      return ''
    } else {
      return takeAll(open) + char
    }
  }
}

function decodeKnown(name: string): string | null {
  const reference = `&${name};`
  const decoded = decodeHTMLStrict(reference)
  return decoded === reference ? null : decoded
}

function takeAll(open: OpenReference[]): string {
  let text = ''
  for (const { source } of open) text += source
  open.length = 0
  return text
}
