import { decodeHTML } from 'entities/decode'
import { capReferences } from './cap-references.js'

/**
 * Text between tags as the tree has it: line ends and character references read (13.2.3.5, 13.2.5.72), NUL dropped
 * (13.2.6.4.7).
 */
export function decodeText(raw: string): string {
  let text = raw
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  if (text.includes('\0')) text = text.replaceAll('\0', '')
  return text.includes('&') ? decodeHTML(capReferences(text)) : text
}
