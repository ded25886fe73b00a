/** What an XML text consists of; comments, instructions and declarations left out. */
export type XmlPiece =
  | {
      readonly kind: 'open'
      /** As written, with its prefix. */
      readonly name: string
      /** In order, values without quotes, references decoded. */
      readonly attributes: readonly (readonly [name: string, value: string])[]
      /** `<a/>`: no `close` follows. */
      readonly empty: boolean
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'text'; readonly text: string }

const COMMENT = '<!--'
const CDATA = '<![CDATA['
const NAME = /[^\s/>=]+/y
// Not XML, yet its end is clear.
const BARE_VALUE = /[^\s>]*[^\s/>]/y
const BETWEEN = /[\s/]*/y
const SPACE = /\s*/y

/**
 * Cuts a text into tags and what lies between, well-formed or not, one step forward at a time: linear. A tag, comment or
 * quoted value that does not end is dropped with the rest. No declaration is read, so there are no entities beyond
 * those of `decodeReferences`.
 */
export function* xmlPieces(xml: string): Generator<XmlPiece, void> {
  let at = 0
  while (at < xml.length) {
    const start = xml.indexOf('<', at)
    const text = xml.slice(at, start < 0 ? undefined : start)
    if (text !== '') yield { kind: 'text', text: decodeReferences(text) }
    if (start < 0) return
    if (xml.startsWith(CDATA, start)) {
      const end = xml.indexOf(']]>', start)
      yield { kind: 'text', text: xml.slice(start + CDATA.length, end < 0 ? undefined : end) }
      at = after(xml, end, ']]>')
    } else if (xml.startsWith(COMMENT, start)) {
      at = after(xml, xml.indexOf('-->', start + COMMENT.length), '-->')
    } else if (xml[start + 1] === '?') {
      at = after(xml, xml.indexOf('?>', start), '?>')
    } else if (xml[start + 1] === '!') {
      at = after(xml, xml.indexOf('>', start), '>')
    } else if (xml[start + 1] === '/') {
      yield { kind: 'close' }
      at = after(xml, xml.indexOf('>', start), '>')
    } else {
      const tag = readTag(xml, start + 1)
      if (tag === null) return
      yield tag.piece
      at = tag.end
    }
  }
}

/**
 * The five predefined entities and numeric references (XML 1.0 §4.1, §4.6); anything else stays as written. A number
 * that is no character becomes U+FFFD.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|(amp|lt|gt|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (name !== undefined) return PREDEFINED.get(name) ?? all
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
    },
  )
}

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function readTag(xml: string, from: number) {
  const [name, afterName] = take(xml, NAME, from)
  const attributes: (readonly [string, string])[] = []
  let at = afterName
  for (;;) {
    const [between, next] = take(xml, BETWEEN, at)
    const mark = xml[next]
    if (mark === undefined) return null
    if (mark === '>') {
      const piece: XmlPiece = { kind: 'open', name, attributes, empty: between.endsWith('/') }
      return { piece, end: next + 1 }
    }
    const [attribute, afterAttribute] = take(xml, NAME, next)
    const [, equals] = take(xml, SPACE, afterAttribute)
    if (xml[equals] !== '=') {
      at = equals
      continue
    }
    const [, start] = take(xml, SPACE, equals + 1)
    const quote = xml[start]
    if (quote !== '"' && quote !== "'") {
      const [value, end] = take(xml, BARE_VALUE, start)
      attributes.push([attribute, decodeReferences(value)])
      at = end
      continue
    }
    const end = xml.indexOf(quote, start + 1)
    if (end < 0) return null
    attributes.push([attribute, decodeReferences(xml.slice(start + 1, end))])
    at = end + 1
  }
}

/** What a sticky pattern takes at a place, perhaps nothing, and the place after it. */
function take(xml: string, pattern: RegExp, at: number): readonly [string, number] {
  pattern.lastIndex = at
  const taken = pattern.exec(xml)?.[0] ?? ''
  return [taken, at + taken.length]
}

function after(xml: string, found: number, mark: string): number {
  return found < 0 ? xml.length : found + mark.length
}
