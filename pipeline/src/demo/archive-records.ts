import type { ArchivePlan, PictureSpec, PlannedCapture, PlannedPage } from './crawl-plan.js'
import { encodePage } from './encode-page.js'
import type { Padding } from './pad-page.js'
import type { PictureStore } from './picture-store.js'
import { createRandom, itemAt } from './seeded-random.js'
import { renderPage } from './write-page.js'
import { type RecordFields, serializeRecord } from './write-record.js'

/** What the records of all archives are made with. */
export interface RecordContext {
  readonly seed: number
  readonly pictures: readonly PictureSpec[]
  readonly store: PictureStore
  readonly padding: Padding
  readonly padBytes: number
}

/** Writes the record that opens an archive. */
export function warcinfoRecord(archive: ArchivePlan, { seed }: RecordContext): Promise<Buffer> {
  const date = archive.entries[0]?.date ?? Date.parse('2026-03-01T00:00:00Z')
  const body = Buffer.from(
    `software: warc2dataset archive generator\r\nformat: WARC File Format 1.0\r\nisPartOf: seed ${seed}\r\n`,
  )
  return serializeRecord({ type: 'warcinfo', identity: `${seed}/${archive.index}/warcinfo`, date, body })
}

/** Writes an entry's records, uncompressed: request and answer of a page, the answer alone of a picture. */
export async function entryRecords(
  archive: ArchivePlan,
  position: number,
  context: RecordContext,
): Promise<readonly Buffer[]> {
  const entry = itemAt(archive.entries, position)
  const identity = `${context.seed}/${archive.index}/${position}`
  if (entry.kind === 'capture') return [await captureRecord(entry, identity, context)]
  return Promise.all([requestRecord(entry, identity), pageRecord(entry, identity, context)])
}

function requestRecord({ url, date }: PlannedPage, identity: string): Promise<Buffer> {
  const { host, pathname } = new URL(url)
  return serializeRecord({
    type: 'request',
    identity: `${identity}/request`,
    date,
    url,
    statusline: `GET ${pathname} HTTP/1.1`,
    httpHeaders: { Host: host, 'User-Agent': 'warc2dataset-generator/1', Accept: 'text/html,*/*;q=0.8' },
    body: Buffer.alloc(0),
  })
}

function pageRecord(page: PlannedPage, identity: string, context: RecordContext): Promise<Buffer> {
  const random = createRandom(identity)
  const padding = page.planted ? [] : context.padding(random, context.padBytes)
  const { headers, body } = encodePage(page, renderPage(page, random, padding))
  return responseRecord(page, identity, 'HTTP/1.1 200 OK', headers, body)
}

async function captureRecord(
  capture: PlannedCapture,
  identity: string,
  context: RecordContext,
): Promise<Buffer> {
  const { answer } = capture
  if (answer.kind === 'gone') {
    const body = Buffer.from('<!DOCTYPE html><title>Not Found</title><h1>Not Found</h1>\n')
    return responseRecord(capture, identity, 'HTTP/1.1 404 Not Found', { 'Content-Type': 'text/html' }, body)
  }
  if (answer.kind === 'moved') {
    const headers = { 'Content-Type': 'text/html', Location: answer.to, 'Content-Length': '0' }
    return responseRecord(capture, identity, 'HTTP/1.1 301 Moved Permanently', headers, Buffer.alloc(0))
  }
  const { format } = itemAt(context.pictures, answer.picture)
  const body = await context.store.read(answer.picture)
  const headers = {
    'Content-Type': format === 'svg' ? 'image/svg+xml' : `image/${format}`,
    'Content-Length': String(body.length),
  }
  return responseRecord(capture, identity, 'HTTP/1.1 200 OK', headers, body)
}

function responseRecord(
  { url, date }: { readonly url: string; readonly date: number },
  identity: string,
  statusline: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<Buffer> {
  const httpHeaders = { Date: new Date(date).toUTCString(), Server: 'nginx', ...headers }
  return serializeRecord({
    type: 'response',
    identity: `${identity}/response`,
    date,
    url,
    statusline,
    httpHeaders,
    body,
  })
}

/** The fields of the one huge record, a video. */
export function hugeRecordFields({ seed }: RecordContext, bytes: number): Omit<RecordFields, 'body'> {
  const date = Date.parse('2026-03-15T00:00:00Z')
  return {
    type: 'response',
    identity: `${seed}/huge`,
    date,
    url: 'https://site-000.example/media/film.mp4',
    statusline: 'HTTP/1.1 200 OK',
    httpHeaders: {
      Date: new Date(date).toUTCString(),
      'Content-Type': 'video/mp4',
      'Content-Length': String(bytes),
    },
  }
}
