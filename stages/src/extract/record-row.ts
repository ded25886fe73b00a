import type { RecordRow } from '@warc2dataset/schemas'
import { resolveImageUrl } from '../html/resolve-url.js'
import { hash64 } from '../identity.js'
import type { ArchiveRecord, Gap } from '../warc/archive-record.js'
import type { HttpResponse, MalformedResponse } from '../warc/http-response.js'

/** The line of a record in records/. URLs are normalised like picture URLs, so that the two can meet. */
export function recordRow(
  archive: string,
  record: ArchiveRecord,
  response: HttpResponse | MalformedResponse | null,
): RecordRow {
  const url = normalised(record.targetUri)
  const http = response === null || 'error' in response ? null : response
  return {
    warc_filename: archive,
    url,
    url_hash: url === null ? null : hash64(url),
    offset: BigInt(record.offset),
    inner_offset: BigInt(record.innerOffset),
    length: BigInt(record.length),
    type: record.type,
    status: http?.status ?? null,
    mime: http === null ? null : mimeOf(http.headers.get('content-type')),
    date: record.date === null ? null : BigInt(record.date),
    block_length: BigInt(record.blockLength),
    gap_reason: null,
  }
}

export function gapRow(archive: string, gap: Gap): RecordRow {
  return {
    warc_filename: archive,
    url: null,
    url_hash: null,
    offset: BigInt(gap.offset),
    inner_offset: 0n,
    length: BigInt(gap.length),
    type: 'gap',
    status: null,
    mime: null,
    date: null,
    block_length: 0n,
    gap_reason: gap.reason,
  }
}

function normalised(targetUri: string | null): string | null {
  if (targetUri === null) return null
  const resolved = resolveImageUrl(targetUri, null)
  return 'url' in resolved ? resolved.url : resolved.shown
}

function mimeOf(contentType: string | undefined): string | null {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase().slice(0, 200) ?? null
}
