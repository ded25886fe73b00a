import { nameReferences } from './name-references.js'

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([0-9A-Za-z]+)(;?)(=?))/g
const NAMED = /&([0-9A-Za-z]+)(;?)/g
const REPLACEMENT = '\uFFFD'
// 13.2.5.80: numbers 0x80..0x9F mean the characters of windows-1252. Node 20's TextDecoder has them wrong.
const C1_MEANING =
  '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

/**
 * An attribute value as the HTML tokenizer leaves it: line ends and NUL replaced (13.2.3.5, 13.2.5.36), then
 * character references (13.2.5.72 ff). In an attribute a name without its semicolon counts only if no `=`,
 * letter or digit follows, so a reference is always the whole run of letters and digits.
 */
export function decodeValue(raw: string): string {
  let value = raw
  if (value.includes('\r')) value = value.replace(/\r\n?/g, '\n')
  if (value.includes('\0')) value = value.replaceAll('\0', REPLACEMENT)
  return value.includes('&') ? decodeReferences(value) : value
}

function decodeReferences(value: string): string {
  const names = nameReferences(listNames(value))
  return value.replace(
    REFERENCE,
    (
      text: string,
      hex: string | undefined,
      decimal: string | undefined,
      name: string | undefined,
      semicolon: string,
      equals: string,
    ) => {
      if (hex !== undefined) return decodeNumber(Number.parseInt(hex, 16))
      if (decimal !== undefined) return decodeNumber(Number.parseInt(decimal, 10))
      if (semicolon === '' && equals !== '') return text
      const meaning = names.get(`${name}${semicolon}`)
      return meaning === undefined ? text : meaning + equals
    },
  )
}

function listNames(value: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, name, semicolon] of value.matchAll(NAMED)) names.add(`${name}${semicolon}`)
  return names
}

function decodeNumber(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return REPLACEMENT
  return code >= 0x80 && code < 0xa0 ? C1_MEANING.charAt(code - 0x80) : String.fromCodePoint(code)
}
