import { decodeHTML } from 'entities/decode'
import { capReferences } from './cap-references.js'
import { asText, type PageCoding } from './page-coding.js'

/**
 * Text between tags as the tree has it: line ends and character references read (13.2.3.5, 13.2.5.72), NUL dropped
 * (13.2.6.4.7) or replaced.
 */
export function decodeText(raw: string, coding: PageCoding = 'text', nul: '' | '\uFFFD' = ''): string {
  let text = asText(raw, coding)
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  if (text.includes('\0')) text = text.replaceAll('\0', nul)
  return text.includes('&') ? decodeHTML(capReferences(text)) : text
}
