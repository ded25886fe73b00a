import type { PageFacts, PageRow } from '@warc2dataset/schemas'
import { cleanText } from '../html/clean-text.js'
import { copyString } from '../html/copy-string.js'
import type { FoundPage } from '../html/image-finder.js'
import { registeredDomain } from '../html/registered-domain.js'
import { resolvePageBase } from '../html/resolve-url.js'
import { PRODUCT_TOKENS } from '../robots/agent-rules.js'
import { creativeCommons } from '../signals/licence.js'
import { type PagePicture, pagePicture } from '../signals/page-picture.js'
import { joinDirectives } from '../signals/robots-directives.js'
import { robotsMeta } from '../signals/robots-meta.js'
import { tdmReservation } from '../signals/tdm-reservation.js'
import { xRobotsTag } from '../signals/x-robots-tag.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import type { Detect } from './archive-input.js'

/** A page of an archive, as HTML or as a WAT record has it. */
export interface ArchivedPage {
  /** The record that the page was read from. */
  readonly record: ArchiveRecord
  /** Target URI. */
  readonly url: string
  readonly date: number | null
  readonly status: number | null
  /** Response header: lower-case names, each value by itself. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly found: FoundPage
  /** `wat`: only what a WAT record tells; the rest is not known. */
  readonly seenIn: 'html' | 'wat'
}

/** What all pictures of a page share. */
export interface PageContext {
  readonly page: ArchivedPage
  readonly base: string | null
  readonly facts: PageFacts
  readonly pictures: PagePicture
  readonly title: string | null
}

const MAX_LANG = 35

/** What the page says of itself and its use. */
export function readContext(page: ArchivedPage, detect: Detect): PageContext {
  const { found, fields, url } = page
  const base = resolvePageBase(url, found.baseHref)
  const language = detect === null || found.prose === '' ? null : detect(found.prose)
  const tdm = tdmReservation(fields, found.metas)
  const title = found.title === null ? '' : cleanText(found.title).text
  return {
    page,
    base,
    pictures: pagePicture(found.metas, found.links, base),
    title: title === '' ? null : title,
    facts: {
      page_url: url,
      page_domain: registeredDomain(url),
      page_date: page.date === null ? null : BigInt(page.date),
      html_lang: found.htmlLang === null ? null : copyString(found.htmlLang.slice(0, MAX_LANG)),
      page_language: language?.reliable === true ? language.language : null,
      page_language_probability: language?.probability ?? null,
      license: creativeCommons(found.links, base),
      robots: joinDirectives(robotsMeta(found.metas, PRODUCT_TOKENS)),
      x_robots_tag: joinDirectives(xRobotsTag(fields.get('x-robots-tag') ?? [], PRODUCT_TOKENS)),
      tdm_reservation: tdm.reservation,
      tdm_policy: tdm.policy,
    },
  }
}

/** How a page was read; null where nobody knows. */
export type Reading = Pick<PageRow, 'problem' | 'charset' | 'charset_source'>

/** Counts of one page for its row. */
export type PageCounts = Pick<PageRow, 'images' | 'candidates' | 'alt_missing' | 'alt_empty' | 'alt_blank'>

export function pageRow(
  archive: string,
  { page, facts, pictures, title }: PageContext,
  reading: Reading,
  counts: PageCounts,
): PageRow {
  return {
    ...occurrenceOf(archive, page.record),
    ...facts,
    ...reading,
    ...counts,
    status: page.status,
    title,
    og_image: pictures.ogImage,
    og_image_alt: pictures.ogImageAlt,
    twitter_image: pictures.twitterImage,
    twitter_image_alt: pictures.twitterImageAlt,
    image_src: pictures.imageSrc,
  }
}

export function occurrenceOf(
  archive: string,
  { offset, innerOffset }: ArchiveRecord,
): Pick<PageRow, 'warc_filename' | 'warc_record_offset' | 'warc_inner_offset'> {
  return {
    warc_filename: archive,
    warc_record_offset: BigInt(offset),
    warc_inner_offset: BigInt(innerOffset),
  }
}
