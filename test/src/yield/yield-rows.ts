import { TEXT_KINDS } from '@warc2dataset/schemas'
import { type ArchiveTally, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { pageReferences } from '@warc2dataset/stages/extract/page-references'
import { soughtKinds } from '@warc2dataset/stages/extract/picture-texts'
import { readContext } from '@warc2dataset/stages/extract/read-page'
import type { FoundPage } from '@warc2dataset/stages/html/image-finder'
import { resolveImageUrl, resolvePageBase } from '@warc2dataset/stages/html/resolve-url'
import { findImagesScan } from '@warc2dataset/stages/html/scan/find-images-scan'
import type { RealPage } from '../html-scan/real-pages.js'

/** What one archive yields. */
export interface Yield {
  readonly pages: number
  readonly tally: ArchiveTally
  /** References with a URL that can be fetched and a usable alt, and their distinct pairs of URL and alt. */
  readonly ours: PairCount
  /** What a WAT record of the same pages would give to a reader of `IMG@/src` and `alt`: emulated, no WAT was read. */
  readonly wat: PairCount
}

export interface PairCount {
  readonly pairs: number
  readonly distinct: number
}

/** Reads pages as `run` does with every kind of text, and as cc2dataset reads their WAT. */
export function yieldOf(pages: readonly RealPage[]): Yield {
  const tally = newTally()
  const ours: string[] = []
  const wat: string[] = []
  const kinds = new Set(TEXT_KINDS)
  const options = {
    name: '',
    url: { choose: 'best', maxWidth: 2048 } as const,
    kinds,
    sought: soughtKinds(TEXT_KINDS),
  }
  for (const { record, url, html } of pages) {
    const found = findImagesScan(html, { maxImages: 2000, surrounding: true })
    const { date } = record
    const context = readContext(
      { record, url, date, status: 200, fields: new Map(), found, seenIn: 'html' },
      null,
    )
    for (const { url_problem, url: chosen, texts } of pageReferences(context, options, tally).references) {
      const alt = texts.find(({ kind }) => kind === 'alt')
      if (url_problem === null && alt !== undefined) ours.push(`${chosen}\n${alt.text}`)
    }
    wat.push(...watPairs(found, url))
  }
  return { pages: pages.length, tally, ours: countPairs(ours), wat: countPairs(wat) }
}

/** cc2dataset 1.5.0, main.py: an `IMG@/src` with an alt that is not "", joined to Head.Base, http(s) only. */
function watPairs(found: FoundPage, url: string): readonly string[] {
  const base = resolvePageBase(url, found.baseHref)
  return found.images.flatMap(({ attributes }) => {
    const [src, alt] = [attributes.get('src'), attributes.get('alt') ?? '']
    if (src === undefined || alt === '') return []
    const resolved = resolveImageUrl(src, base)
    return 'url' in resolved ? [`${resolved.url}\n${alt}`] : []
  })
}

function countPairs(pairs: readonly string[]): PairCount {
  return { pairs: pairs.length, distinct: new Set(pairs).size }
}
