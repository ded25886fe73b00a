import { isDeepStrictEqual } from 'node:util'
import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import type { FoundPage } from '@warc2dataset/stages/html/image-finder'
import { findImagesScan } from '@warc2dataset/stages/html/scan/find-images-scan'
import { load } from 'cheerio'

const LIMITS = { maxImages: 1e6, surrounding: true }

/** Fields that the scanner reads by the rules of tree construction: equal on any page. */
const EXACT_FIELDS = ['imageCount', 'baseHref', 'htmlLang', 'title', 'metas', 'links'] as const
/** Fields of a picture that depend on elements which the scanner does not keep: equal on markup that needs no repair. */
const CONTEXT_FIELDS = ['sources', 'inNoscript', 'link', 'figcaption', 'labelledBy', 'surrounding'] as const

export type ContextField = (typeof CONTEXT_FIELDS)[number] | 'prose'

export interface Differences {
  /** Fields that must never differ, and do. */
  readonly exact: readonly string[]
  /** Pictures that differ by field; for `prose` 1. */
  readonly context: ReadonlyMap<ContextField, number>
  /** Pictures whose `surrounding` differs in more than white space. */
  readonly moved: number
}

/** Where the scanner's answer for a page is not the reference's. */
export function findDifferences(html: string): Differences {
  return compareAnswers(findImagesDom(html, LIMITS), findImagesScan(html, LIMITS))
}

/** Does the scanner answer otherwise where it reads the page's bytes of UTF-8 in place of its characters? */
export function differsByBytes(html: string): boolean {
  const page = html.toWellFormed()
  const bytes = Buffer.from(page, 'utf8').toString('latin1')
  return !isDeepStrictEqual(
    findImagesScan(page, LIMITS),
    findImagesScan(bytes, { ...LIMITS, isUtf8Bytes: true }),
  )
}

/** The same, for the scanner's answer to the reference's tree of the page, written out as markup. */
export function findDifferencesRepaired(html: string): Differences {
  const repaired = load(html, { scriptingEnabled: false }).html()
  return compareAnswers(findImagesDom(html, LIMITS), findImagesScan(repaired, LIMITS))
}

function compareAnswers(dom: FoundPage, scan: FoundPage): Differences {
  const context = new Map<ContextField, number>()
  const exact: string[] = EXACT_FIELDS.filter((field) => !isDeepStrictEqual(dom[field], scan[field]))
  let moved = 0
  if (dom.prose !== scan.prose) context.set('prose', 1)
  for (const [index, expected] of dom.images.entries()) {
    const found = scan.images[index]
    if (!isDeepStrictEqual(expected.attributes, found?.attributes))
      exact.push(`attributes of picture ${index}`)
    if (found === undefined) continue
    for (const field of CONTEXT_FIELDS) {
      if (!isDeepStrictEqual(expected[field], found[field])) context.set(field, (context.get(field) ?? 0) + 1)
    }
    const { before, after } = expected.surrounding
    if (!isSameEnd(before, found.surrounding.before) || !isSameStart(after, found.surrounding.after))
      moved += 1
  }
  return { exact, context, moved }
}

// One space more pushes a character out at the cut.
function isSameStart(a: string, b: string): boolean {
  const [shorter, longer] = sortByLength(withoutSpaces(a), withoutSpaces(b))
  return longer.startsWith(shorter) && (shorter !== '' || longer === '')
}

function isSameEnd(a: string, b: string): boolean {
  const [shorter, longer] = sortByLength(withoutSpaces(a), withoutSpaces(b))
  return longer.endsWith(shorter) && (shorter !== '' || longer === '')
}

function sortByLength(a: string, b: string): readonly [shorter: string, longer: string] {
  return a.length < b.length ? [a, b] : [b, a]
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '')
}

/** Sums over pages. */
export function sumContext(all: readonly Differences[]): Partial<Record<ContextField, number>> {
  const sum = new Map<ContextField, number>()
  for (const { context } of all) {
    for (const [field, count] of context) sum.set(field, (sum.get(field) ?? 0) + count)
  }
  return Object.fromEntries(sum)
}
