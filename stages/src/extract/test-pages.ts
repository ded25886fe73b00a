import { TEXT_KINDS, type TextKind } from '@warc2dataset/schemas'
import type { FoundPage } from '../html/image-finder.js'
import { PAGE_PARSERS } from '../html/page-parser.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import type { PageReading, Reference } from './archive-input.js'
import { type ArchiveTally, newTally } from './archive-tally.js'
import { pageReferences } from './page-references.js'
import { soughtKinds } from './picture-texts.js'
import { type ArchivedPage, type PageCounts, readContext } from './read-page.js'

export const PAGE_URL = 'https://www.site.example/news/today.html'

/** For tests: a response record of `PAGE_URL` in the middle of an archive. */
export function recordOf(values: Partial<ArchiveRecord> = {}): ArchiveRecord {
  return {
    kind: 'record',
    offset: 4711,
    innerOffset: 12,
    version: '1.0',
    type: 'response',
    targetUri: PAGE_URL,
    date: Date.UTC(2024, 4, 18, 1, 58, 10),
    contentType: 'application/http; msgtype=response',
    headers: new Map(),
    declaredLength: 100,
    length: 150,
    block: null,
    blockLength: 100,
    truncated: null,
    ...values,
  }
}

/** For tests: how pages are read by an empty recipe, without languages. */
export function readingOf(values: Partial<PageReading> = {}): PageReading {
  return {
    maxPageBytes: 1 << 20,
    maxImages: 100,
    parser: PAGE_PARSERS.scan,
    url: { choose: 'best', maxWidth: 2048 },
    kinds: ['alt'],
    detect: null,
    ...values,
  }
}

/** For tests: what is on a page. */
export function findOn(html: string, maxImages = 100): FoundPage {
  return PAGE_PARSERS.scan.findImages(html, { maxImages, surrounding: true })
}

/** For tests: a page of an archive with these tags. */
export function pageOf(html: string, values: Partial<ArchivedPage> = {}): ArchivedPage {
  return {
    record: recordOf(),
    url: PAGE_URL,
    date: Date.UTC(2024, 4, 18, 1, 58, 10),
    status: 200,
    fields: new Map(),
    found: findOn(html),
    seenIn: 'html',
    ...values,
  }
}

export interface ReferencesOf {
  readonly references: readonly Reference[]
  readonly counts: PageCounts
  readonly tally: ArchiveTally
}

/** For tests: the candidates of a page, and the account of it. */
export function referencesOf(
  html: string,
  {
    kinds = ['alt'],
    choose = 'best',
    ...values
  }: { readonly kinds?: readonly TextKind[]; readonly choose?: 'best' | 'src' } & Partial<ArchivedPage> = {},
): ReferencesOf {
  const tally = newTally()
  const options = {
    name: 'crawl/a.warc.gz',
    url: { choose, maxWidth: 2048 },
    kinds: new Set(kinds),
    sought: soughtKinds(kinds),
  }
  return { ...pageReferences(readContext(pageOf(html, values), null), options, tally), tally }
}

/** For tests: every kind, in the order of the list. */
export const ALL_KINDS: readonly TextKind[] = TEXT_KINDS
