import type { Span } from './find-emails.js'

/** Digits that stand together. */
interface Group extends Span {
  readonly size: number
  /** A plus stands before it, alone or with a parenthesis. */
  readonly plus: boolean
  /** It stands in parentheses. */
  readonly area: boolean
}

const SEPARATOR = /[ \t\u00a0\u2009\u202f./()\u2010-\u2015-]/
const WORD = /[\p{L}\p{N}_]/u
const MOST_DIGITS = 15
/** Zeros of ASCII, full-width, Arabic, Persian, Devanagari and Bengali digits. */
const ZEROS = [0x30, 0xff10, 0x660, 0x6f0, 0x966, 0x9e6]
const CUES = [
  ...[
    'tel',
    'tél',
    'telephone',
    'téléphone',
    'telefon',
    'telefone',
    'telefono',
    'teléfono',
    'phone',
    'ph',
    'call',
  ],
  ...['fax', 'mob', 'mobile', 'cell', 'handy', 'whatsapp', 'sms', 'тел', 'телефон', 'τηλ', 'هاتف', 'جوال'],
]
/** These stand within a run of letters. */
const UNSPACED_CUES = ['電話', '电话', '手机', '热线', '전화', '☎', '📞', '📱', '☏']

/**
 * Telephone numbers, in the order of the text, without overlap. A number is taken for one if it has a plus before it
 * (7 to 15 digits), a word such as "tel" (6 to 15), an area in parentheses (8 to 12 digits in all), a trunk zero in groups
 * (9 to 12 digits; no date), the groups of North America (3-3-4), China (3-4-4) or India (5-5), or 10 or 11 digits in one
 * piece. An article number may be taken for one, and numbers in other groups without any of these signs are not found.
 *
 * Linear: a run of digits is read once, and each group looks at most 15 groups ahead.
 */
export function findPhones(text: string): readonly Span[] {
  const spans: Span[] = []
  for (let at = 0; at < text.length; ) {
    if (digitAt(text, at) < 0) {
      at++
      continue
    }
    const groups = readGroups(text, at)
    at = groups.at(-1)?.end ?? at + 1
    for (let first = 0; first < groups.length; ) {
      const last = numberEnd(text, groups, first)
      const [begin, end] = [groups[first], groups[last ?? -1]]
      if (last !== null && begin !== undefined && end !== undefined)
        spans.push({ start: opening(text, begin.start), end: end.area ? end.end + 1 : end.end })
      first = (last ?? first) + 1
    }
  }
  return spans
}

function digitAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  for (const zero of ZEROS) if (unit >= zero && unit <= zero + 9) return unit - zero
  return -1
}

/** Groups with at most three separators between two of them. */
function readGroups(text: string, from: number): readonly Group[] {
  const groups: Group[] = []
  for (let start = from; ; ) {
    let end = start
    while (digitAt(text, end) >= 0) end++
    const before = opening(text, start)
    groups.push({
      start,
      end,
      size: end - start,
      plus: /[+＋]/.test(text.slice(before, start)),
      area: text[start - 1] === '(' && text[end] === ')',
    })
    let next = end
    while (next < end + 3 && SEPARATOR.test(text[next] ?? '')) next++
    if (next === end || digitAt(text, next) < 0) return groups
    start = next
  }
}

/** Where the plus or the parenthesis before a group stands. */
function opening(text: string, start: number): number {
  let at = start
  while (at > 0 && start - at < 2 && /[+(＋]/.test(text[at - 1] ?? '')) at--
  return at
}

/** Index of the last group of a number that begins with group `first`; null: none does. */
function numberEnd(text: string, groups: readonly Group[], first: number): number | null {
  const group = groups[first]
  if (group === undefined) return null
  if (group.plus) return reach(groups, first, 7, MOST_DIGITS)
  if (first === 0 && hasCue(text, opening(text, group.start))) return reach(groups, first, 6, MOST_DIGITS)
  if (WORD.test(text[group.start - 1] ?? '')) return null
  if (group.area && group.size >= 2 && group.size <= 5) return reach(groups, first, 8, 12)
  const sizes = groups.slice(first, first + 4).map(({ size }) => size)
  const grouped = groupedEnd(text, groups, first, sizes)
  if (grouped !== null) return grouped
  if (digitAt(text, group.start) === 0 && group.size >= 2 && !isDate(sizes)) {
    return isFree(text, groups, reach(groups, first, 9, 12))
  }
  return groups.length === 1 && isWhole(text, group) ? first : null
}

/** 10 or 11 digits that stand alone: no price, number of an article, or name of a file. */
function isWhole(text: string, { start, end, size }: Group): boolean {
  if (size !== 10 && size !== 11) return false
  const before = text[opening(text, start) - 1] ?? ''
  return (
    !/[#$€£№.,]/.test(before) && !WORD.test(before) && !/^\)?[.]?[\p{L}_]/u.test(text.slice(end, end + 3))
  )
}

/** As many groups as `most` digits allow; null: they have fewer than `least`. */
function reach(groups: readonly Group[], first: number, least: number, most: number): number | null {
  let digits = 0
  let last: number | null = null
  for (let at = first; at < groups.length; at++) {
    const group = groups[at]
    digits += group?.size ?? 0
    if (digits > most || (at > first && group?.plus)) break
    if (digits >= least) last = at
  }
  return last
}

function groupedEnd(
  text: string,
  groups: readonly Group[],
  first: number,
  sizes: readonly number[],
): number | null {
  const digit = (at: number): number => digitAt(text, groups[first + at]?.start ?? 0)
  const shape = sizes.join('-')
  const american = /^3-3-4(-|$)/.test(shape) && digit(0) >= 2
  const chinese = /^3-4-4(-|$)/.test(shape) && digit(0) === 1
  if (american || chinese) return first + 2
  if (shape === '1-3-3-4' && digit(0) === 1 && digit(1) >= 2) return first + 3
  return shape === '5-5' && digit(0) >= 6 ? first + 1 : null
}

/** 04.03.2021, or what follows its day. */
function isDate(sizes: readonly number[]): boolean {
  return sizes[0] === 2 && (sizes[1] === 4 || (sizes[1] === 2 && sizes[2] === 4))
}

/** The same, unless letters follow: then it is a name of something. */
function isFree(text: string, groups: readonly Group[], last: number | null): number | null {
  return last === null || WORD.test(text[groups[last]?.end ?? 0] ?? '') ? null : last
}

function hasCue(text: string, start: number): boolean {
  let end = start
  while (end > 0 && start - end < 4 && /[\s:.#\u2010-\u2015-]/.test(text[end - 1] ?? '')) end--
  const before = text.slice(Math.max(0, end - 16), end).toLowerCase()
  if (UNSPACED_CUES.some((cue) => before.endsWith(cue))) return true
  return CUES.some((cue) => before.endsWith(cue) && !WORD.test(before.at(-cue.length - 1) ?? ''))
}
