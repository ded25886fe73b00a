import { fixControls } from './charmaps.js'
import { namedReferences } from './html-entities.js'

/** Reference without its `&`, and with its semicolon unless it stands without one. */
const named = new Map<string, string>()
for (const entry of namedReferences.split(/\s+/)) {
  const [, name, star, points] = /^(\w+)(\*?)=(.+)$/.exec(entry) ?? []
  if (name === undefined || points === undefined) continue
  const text = String.fromCodePoint(...points.split('+').map((point) => Number.parseInt(point, 16)))
  named.set(`${name};`, text)
  if (star === '*') named.set(name, text)
}

const reference = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/gu

/** Python's `html.unescape`: HTML's rules, but code points that are no text become nothing. */
export function unescapeHtml(text: string): string {
  return text.includes('&') ? text.replace(reference, (_, name: string) => resolve(name)) : text
}

function resolve(name: string): string {
  if (name.startsWith('#')) return numbered(name)
  const whole = named.get(name)
  if (whole !== undefined) return whole
  for (let length = name.length - 1; length > 1; length--) {
    const start = named.get(name.slice(0, length))
    if (start !== undefined) return start + name.slice(length)
  }
  return `&${name}`
}

function numbered(name: string): string {
  const digits = name.replace(';', '').slice(1)
  const point = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)
  if (point >= 0x80 && point < 0xa0) return fixControls(String.fromCharCode(point))
  if (point === 0 || point > 0x10_ffff || (point >= 0xd800 && point < 0xe000)) return '\ufffd'
  const isNoText =
    (point < 0x20 && ![9, 10, 12, 13].includes(point)) ||
    point === 0x7f ||
    (point >= 0xfdd0 && point < 0xfdf0) ||
    (point & 0xfffe) === 0xfffe
  return isNoText ? '' : String.fromCodePoint(point)
}

/** References of lower-case names that are shouted, for those that have no meaning of their own as such. */
const shouted = new Map<string, string>()
for (const [name, text] of named) {
  if (!name.endsWith(';') || name !== name.toLowerCase()) continue
  const upper = name.toUpperCase()
  if (resolve(upper) === `&${upper}`) shouted.set(upper, text.toUpperCase())
}

const closed = /&(#?[0-9A-Za-z]{1,24};)/g

/** ftfy's `unescape_html` (ftfy/fixes.py): only references with a semicolon, and shouted ones as well. */
export function unescapeClosed(text: string): string {
  return text.replace(closed, (all, name: string) => {
    const known = named.get(name) ?? shouted.get(name)
    if (known !== undefined) return known
    if (!name.startsWith('#')) return all
    const plain = unescapeHtml(all)
    return plain.includes(';') ? all : plain
  })
}
