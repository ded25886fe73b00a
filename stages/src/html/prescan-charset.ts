import { type EncodingLookup, lookupEncoding } from './lookup-encoding.js'
import { readAttribute, type ScanCursor } from './scan-attribute.js'

const PRESCAN_BYTES = 1024

/**
 * HTML "prescan a byte stream to determine its encoding" over the first 1024 bytes, with its XML declaration
 * steps. As there, a meta that says UTF-16 means UTF-8 and x-user-defined means windows-1252. Null: nothing
 * found.
 */
export function prescanCharset(bytes: Buffer): EncodingLookup | null {
  const head = bytes.subarray(0, PRESCAN_BYTES).toString('latin1').toLowerCase()
  if (head.startsWith('<\0?\0x\0')) return { encoding: 'utf-16le' }
  if (head.startsWith('\0<\0?\0x')) return { encoding: 'utf-16be' }
  return scanTags({ text: head, at: 0 }) ?? readXmlEncoding(head)
}

function scanTags(cursor: ScanCursor): EncodingLookup | null {
  const { text } = cursor
  for (;;) {
    cursor.at = text.indexOf('<', cursor.at)
    if (cursor.at < 0) return null
    if (text.startsWith('<!--', cursor.at)) {
      // `<!-->` is a whole comment: its dashes serve as start and end.
      const end = text.indexOf('-->', cursor.at + 2)
      if (end < 0) return null
      cursor.at = end + 3
    } else if (/^<meta[\t\n\f\r /]/.test(text.slice(cursor.at, cursor.at + 6))) {
      cursor.at += 5
      const found = readMeta(cursor)
      if (found === 'end') return null
      if (found !== null) return found
    } else if (/^<\/?[a-z]/.test(text.slice(cursor.at, cursor.at + 3))) {
      if (!skipTag(cursor)) return null
    } else if (/^<[!/?]/.test(text.slice(cursor.at, cursor.at + 2))) {
      const end = text.indexOf('>', cursor.at)
      if (end < 0) return null
      cursor.at = end + 1
    } else cursor.at += 1
  }
}

function skipTag(cursor: ScanCursor): boolean {
  const length = cursor.text.slice(cursor.at).search(/[\t\n\f\r >]/)
  if (length < 0) return false
  cursor.at += length
  for (;;) {
    const attribute = readAttribute(cursor)
    if (attribute === 'end') return false
    if (attribute === 'none') return true
  }
}

function readMeta(cursor: ScanCursor): EncodingLookup | null | 'end' {
  const seen = new Set<string>()
  let gotPragma = false
  let needPragma = false
  let charset: EncodingLookup | null | undefined
  for (;;) {
    const attribute = readAttribute(cursor)
    if (attribute === 'end') return 'end'
    if (attribute === 'none') break
    if (seen.has(attribute.name)) continue
    seen.add(attribute.name)
    if (attribute.name === 'http-equiv') gotPragma ||= attribute.value === 'content-type'
    else if (attribute.name === 'charset') {
      charset = lookupEncoding(attribute.value)
      needPragma = false
    } else if (attribute.name === 'content' && charset === undefined) {
      const found = lookupEncoding(extractContentCharset(attribute.value))
      if (found === null) continue
      charset = found
      needPragma = true
    }
  }
  return charset === undefined || charset === null || (needPragma && !gotPragma)
    ? null
    : replaceUnreadable(charset)
}

// A meta that could be read as ASCII is itself the proof that the page is not UTF-16.
function replaceUnreadable(found: EncodingLookup): EncodingLookup {
  if (!('encoding' in found)) return found
  if (found.encoding === 'utf-16le' || found.encoding === 'utf-16be') return { encoding: 'utf-8' }
  return found.encoding === 'x-user-defined' ? { encoding: 'windows-1252' } : found
}

// HTML "extracting a character encoding from a meta element".
function extractContentCharset(content: string): string {
  const start = /charset[\t\n\f\r ]*=[\t\n\f\r ]*/.exec(content)
  if (start === null) return ''
  const rest = content.slice(start.index + start[0].length)
  const quote = rest.charAt(0)
  if (quote === '"' || quote === "'") {
    const end = rest.indexOf(quote, 1)
    return end < 0 ? '' : rest.slice(1, end)
  }
  return /^[^\t\n\f\r ;]*/.exec(rest)?.[0] ?? ''
}

function readXmlEncoding(head: string): EncodingLookup | null {
  const label = /^<\?xml[^>]*?encoding[\0-\x20]*=[\0-\x20]*(?:"([^"]*)"|'([^']*)')/.exec(head)
  const found = lookupEncoding(label?.[1] ?? label?.[2] ?? '')
  if (found === null || !('encoding' in found)) return found
  return found.encoding.startsWith('utf-16') ? { encoding: 'utf-8' } : found
}
