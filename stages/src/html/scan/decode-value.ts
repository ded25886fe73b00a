import { decodeHTMLAttribute } from 'entities/decode'
import { capReferences } from './cap-references.js'
import { asText, type PageCoding } from './page-coding.js'

const REPLACEMENT = '\uFFFD'

/**
 * An attribute value as the HTML tokenizer leaves it: line ends and NUL replaced (13.2.3.5, 13.2.5.36), then
 * character references, by the rules for attributes (13.2.5.72 ff) as parse5's own library has them.
 */
export function decodeValue(raw: string, coding: PageCoding = 'text'): string {
  let value = asText(raw, coding)
  if (value.includes('\r')) value = value.replace(/\r\n?/g, '\n')
  if (value.includes('\0')) value = value.replaceAll('\0', REPLACEMENT)
  return value.includes('&') ? decodeHTMLAttribute(capReferences(value)) : value
}
