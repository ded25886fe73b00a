import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { decodePage, isHtml } from '@warc2dataset/stages/html/decode-page'
import type { ArchiveRecord } from '@warc2dataset/stages/warc/archive-record'
import { parseHttpResponse } from '@warc2dataset/stages/warc/http-response'
import { NotAnArchiveError, readArchive } from '@warc2dataset/stages/warc/read-archive'
import { SHARED } from '../place.js'

export interface RealPage {
  /** File and offset of the record in it. */
  readonly name: string
  readonly html: string
  /** The file that holds it; of the article pages, their folder. */
  readonly archive: string
  /** Target URI; made up for an article page, which came without. */
  readonly url: string
  readonly record: ArchiveRecord
}

const MAX_BYTES = 64 * 1024 * 1024
const ARCHIVE = /\.w?arc(\.gz)?(\.bad)?$/

/** Every decodable HTML page of the material beside the checkout; none where there is no such material. */
export async function readRealPages(): Promise<readonly RealPage[]> {
  const pages = readArticles()
  for (const folder of ['warc', 'warc-malformed']) {
    for (const name of listFolder(join(SHARED, folder)).filter((file) => ARCHIVE.test(file))) {
      pages.push(...(await readArchivePages(join(SHARED, folder, name))))
    }
  }
  return pages
}

function readArticles(): RealPage[] {
  const folder = join(SHARED, 'html/article-extraction-benchmark/html')
  return listFolder(folder).flatMap((name) =>
    decode(gunzipSync(readFileSync(join(folder, name))), 'text/html; charset=utf-8', {
      name,
      archive: 'article pages',
      url: `https://article.example/${name}`,
      record: NO_RECORD,
    }),
  )
}

async function readArchivePages(path: string): Promise<readonly RealPage[]> {
  const pages: RealPage[] = []
  try {
    for await (const entries of readArchive(path, { wantBlock: () => MAX_BYTES })) {
      for (const entry of entries) {
        if (entry.kind === 'gap' || entry.block === null || entry.type !== 'response') continue
        const response = parseHttpResponse(entry.block, { maxBodyBytes: MAX_BYTES })
        if ('error' in response) continue
        const contentType = response.headers.get('content-type') ?? null
        if (!isHtml(contentType, response.body)) continue
        pages.push(
          ...decode(response.body, contentType, {
            name: `${path}@${entry.offset}`,
            archive: basename(path),
            url: entry.targetUri ?? '',
            record: entry,
          }),
        )
      }
    }
  } catch (error) {
    // Some of the malformed files are none at all.
    if (!(error instanceof NotAnArchiveError)) throw error
  }
  return pages
}

function decode(bytes: Buffer, contentType: string | null, page: Omit<RealPage, 'html'>): RealPage[] {
  const decoded = decodePage(bytes, contentType)
  return 'error' in decoded ? [] : [{ ...page, html: decoded.html }]
}

const NO_RECORD: ArchiveRecord = {
  kind: 'record',
  offset: 0,
  innerOffset: 0,
  version: '1.0',
  type: 'response',
  targetUri: null,
  date: null,
  contentType: null,
  headers: new Map(),
  declaredLength: 0,
  length: 0,
  block: null,
  blockLength: 0,
  truncated: null,
}

function listFolder(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : []
}
