import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parseUrl } from '@warc2dataset/stages/web/parse-url'
import { load } from 'cheerio'
import { WARCParser, type WARCRecord } from 'warcio'
import type { ExpectedCounts, Generated } from './generate-archives.js'

/** What warcio found; `bodies` is the length of all payloads. */
export interface Found {
  records: number
  bodies: number
  readonly pages: { readonly url: string; readonly date: string; readonly html: string }[]
  readonly gone: Set<string>
  readonly moved: Set<string>
  readonly pictures: {
    readonly url: string
    readonly date: string
    readonly type: string
    readonly bytes: Buffer
  }[]
}

/** Reads archives with warcio alone, around the damaged members. */
export async function readWithWarcio({ files, expected }: Generated, compression: string): Promise<Found> {
  const found: Found = { records: 0, bodies: 0, pages: [], gone: new Set(), moved: new Set(), pictures: [] }
  for (const [index, file] of files.entries()) {
    const single = compression === 'single' || (compression === 'mixed' && index % 3 === 1)
    const damage = expected.damaged.find((damaged) => damaged.file === file)
    for (const part of wholeParts(file, single, damage)) {
      for await (const record of new WARCParser(part)) await take(record, found)
    }
  }
  return found
}

function wholeParts(
  file: string,
  single: boolean,
  damage: Generated['expected']['damaged'][number] | undefined,
): readonly AsyncIterable<Uint8Array>[] {
  // warcio refuses a file that is one gzip member.
  if (single) return [createReadStream(file).pipe(createGunzip())]
  if (damage === undefined) return [createReadStream(file)]
  const { offset, length } = damage
  return [createReadStream(file, { end: offset - 1 }), createReadStream(file, { start: offset + length })]
}

async function take(record: WARCRecord, found: Found): Promise<void> {
  found.records += 1
  const bytes = Buffer.from(await record.readFully(true))
  found.bodies += bytes.length
  if (record.warcType !== 'response') return
  if (record.httpHeaders?.statusCode === 404) found.gone.add(record.warcTargetURI ?? '')
  if (record.httpHeaders?.statusCode === 301) found.moved.add(record.warcTargetURI ?? '')
  if (record.httpHeaders?.statusCode !== 200) return
  const type = record.httpHeaders.headers.get('Content-Type') ?? ''
  const [url, date] = [record.warcTargetURI ?? '', record.warcDate ?? '']
  if (type.startsWith('image/')) found.pictures.push({ url, date, type, bytes })
  if (type.toLowerCase().startsWith('text/html')) found.pages.push({ url, date, html: decode(bytes, type) })
}

function decode(bytes: Buffer, type: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const label =
    /charset="?([\w-]+)/i.exec(type) ?? /charset="?([\w-]+)/i.exec(bytes.toString('latin1', 0, 400))
  // Without `stream`, Node 20 takes windows-1252 for ISO-8859-1.
  return new TextDecoder(label?.[1] ?? 'utf-8').decode(bytes, { stream: true })
}

/** One `<img>` as cheerio sees it. */
export interface Shown {
  readonly page: string
  readonly alt: string | undefined
  readonly url: string | undefined
}

/** Finds the pictures of a page with cheerio. */
export function showPictures({ url, html }: { readonly url: string; readonly html: string }): Shown[] {
  const $ = load(html, { scriptingEnabled: false })
  const base = $('base').attr('href') ?? url
  return $('img')
    .toArray()
    .map((element) => ({
      page: url,
      alt: $(element).attr('alt'),
      url: resolve($(element).attr('src'), base),
    }))
}

function resolve(source: string | undefined, base: string): string | undefined {
  const url = source === undefined ? null : parseUrl(source, base)
  if (url === null) return undefined
  const { protocol, href } = url
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}

/** Counts by other means than the plan. */
export function countShown(shown: readonly Shown[], found: Found): Partial<ExpectedCounts> {
  const usable = shown.filter(({ alt }) => alt !== undefined && alt.trim() !== '')
  const candidates = usable.filter(({ url }) => url !== undefined)
  const urls = new Set(candidates.map(({ url }) => url))
  const captured = new Set(found.pictures.map(({ url }) => url))
  const among = (set: ReadonlySet<string>): string[] => [...set].filter((url) => urls.has(url))
  const [inArchive, gone, moved] = [among(captured), among(found.gone), among(found.moved)]
  return {
    records: found.records,
    pages: found.pages.length,
    pictureRecords: found.pictures.length,
    imageReferences: shown.length,
    usableAlt: usable.length,
    missingAlt: shown.filter(({ alt }) => alt === undefined).length,
    emptyAlt: shown.filter(({ alt }) => alt === '').length,
    blankAlt: shown.filter(({ alt }) => alt !== undefined && alt !== '' && alt.trim() === '').length,
    unusableUrls: usable.length - candidates.length,
    candidates: candidates.length,
    distinctUrls: urls.size,
    distinctUrlTexts: new Set(candidates.map(({ url, alt }) => JSON.stringify([url, alt?.trim()]))).size,
    distinctUrlsInArchive: inArchive.length,
    distinctUrlsGone: gone.length,
    distinctUrlsMoved: moved.length,
    distinctUrlsMissing: urls.size - inArchive.length - gone.length - moved.length,
  }
}
