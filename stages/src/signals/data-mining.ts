import { copyString } from '../html/copy-string.js'
import { xmlPieces } from './xml-pieces.js'

/** What is looked at of an XMP packet. */
export const XMP_BYTES = 1024 * 1024
const LONGEST_VALUE = 100

/**
 * The vocabulary of PLUS for Data Mining (IPTC Photo Metadata Standard 2023.1, "Data Mining"), the strictest first.
 * Those that refer to constraints elsewhere prohibit all but what stands there, which nobody here reads.
 */
const STRICTEST_FIRST: readonly string[] = [
  'DMI-PROHIBITED',
  'DMI-PROHIBITED-SEECONSTRAINT',
  'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR',
  'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
  'DMI-PROHIBITED-AIMLTRAINING',
  'DMI-PROHIBITED-GENAIMLTRAINING',
]
const PERMISSIVE: readonly string[] = ['DMI-UNSPECIFIED', 'DMI-ALLOWED']

/**
 * plus:DataMining of an XMP packet, such as `DMI-PROHIBITED`: what follows the last `/`, `#` or `:` of the value, at
 * most 100 characters; null without one. Of several the strictest: prohibitions, what we do not know, permissions.
 *
 * Read as attribute, as text of an element, of its `rdf:li` or `rdf:value`, and as `rdf:resource`. Any prefix of a
 * namespace of ns.useplus.org will do, since packets with other versions of `http://ns.useplus.org/ldf/xmp/1.0/` mean
 * the same; `plus` will do too where nothing declares it. UTF-8 or UTF-16 (XMP Part 1), the first `XMP_BYTES`.
 * Never throws; time and memory are linear.
 */
export function dataMining(xmp: Uint8Array): string | null {
  let strictest: string | null = null
  for (const written of dataMiningValues(decode(xmp))) {
    const value = lastPart(written)
    if (value !== '' && (strictest === null || rank(value) < rank(strictest))) strictest = value
  }
  return strictest === null ? null : copyString(strictest)
}

/**
 * Whether a value of `dataMining` keeps a picture out of a dataset to train on: `DMI-PROHIBITED` and all that begins
 * with `DMI-PROHIBITED-`, so that values which the vocabulary gets later, and misspelt ones, count. Case does not.
 */
export function prohibitsMining(value: string | null): boolean {
  return value !== null && /^DMI-PROHIBITED(?:-|$)/i.test(value)
}

function rank(value: string): number {
  const name = value.toUpperCase()
  const known = STRICTEST_FIRST.indexOf(name)
  if (known >= 0) return known
  if (prohibitsMining(value)) return STRICTEST_FIRST.length
  return STRICTEST_FIRST.length + 1 + (PERMISSIVE.indexOf(name) + 1)
}

function lastPart(written: string): string {
  const value = written.trim()
  const start = Math.max(...['/', '#', ':'].map((mark) => value.lastIndexOf(mark))) + 1
  return value.slice(start).trim().slice(0, LONGEST_VALUE)
}

/** What an element changed, to be undone when it closes. */
interface OpenElement {
  readonly before: readonly (readonly [prefix: string, isPlus: boolean | undefined])[]
  readonly mining: boolean
}

function* dataMiningValues(xml: string): Generator<string, void> {
  /** Prefix → whether it stands for PLUS. */
  const prefixes = new Map<string, boolean>([['plus', true]])
  const open: OpenElement[] = []
  /** Elements open from a DataMining on. */
  let mining = 0
  let text = ''

  const close = ({ before }: Pick<OpenElement, 'before'>): void => {
    for (const [prefix, isPlus] of before.toReversed()) {
      if (isPlus === undefined) prefixes.delete(prefix)
      else prefixes.set(prefix, isPlus)
    }
  }
  const isDataMining = (name: string, fallback: string | null): boolean => {
    const [prefix, local] = splitName(name, fallback)
    return local === 'DataMining' && prefix !== null && prefixes.get(prefix) === true
  }

  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'text') {
      if (mining > 0) text += piece.text
      continue
    }
    if (text !== '') yield text
    text = ''
    if (piece.kind === 'close') {
      const element = open.pop()
      if (element?.mining === true) mining--
      if (element !== undefined) close(element)
      continue
    }
    const declared = piece.attributes.flatMap(([name, value]) => {
      const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : null
      return prefix === null ? [] : [[prefix, isPlusNamespace(value)] as const]
    })
    const before = declared.map(([prefix, isPlus]) => {
      const previous = prefixes.get(prefix)
      prefixes.set(prefix, isPlus)
      return [prefix, previous] as const
    })
    const isMining = mining > 0 || isDataMining(piece.name, '')
    for (const [name, value] of piece.attributes) {
      if (isDataMining(name, null)) yield value
      else if (isMining && ['resource', 'value'].includes(splitName(name, null)[1])) yield value
    }
    if (piece.empty) close({ before })
    else {
      open.push({ before, mining: isMining })
      if (isMining) mining++
    }
  }
  if (text !== '') yield text
}

/** Prefix and rest of a name; `fallback` where it has no prefix. */
function splitName(name: string, fallback: string | null): readonly [string | null, string] {
  const colon = name.indexOf(':')
  return colon < 0 ? [fallback, name] : [name.slice(0, colon), name.slice(colon + 1)]
}

function isPlusNamespace(uri: string): boolean {
  return /^https?:\/\/ns\.useplus\.org\//i.test(uri.trim())
}

/** A mark, or a zero among the first two octets, which begin with an ASCII character, tells UTF-16. */
function decode(xmp: Uint8Array): string {
  const bytes = Buffer.from(xmp.buffer, xmp.byteOffset, Math.min(xmp.length, XMP_BYTES))
  const [first = 0x20, second = 0x20] = bytes
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return bytes.toString('utf16le')
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) {
    return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le')
  }
  return bytes.toString('utf8')
}
