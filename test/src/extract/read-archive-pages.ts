import { writeFile } from 'node:fs/promises'
import type { PageRow } from '@warc2dataset/schemas'
import type { PageReading, Reference } from '@warc2dataset/stages/extract/archive-input'
import { type ArchiveTally, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { readPages } from '@warc2dataset/stages/extract/read-pages'
import { PAGE_PARSERS } from '@warc2dataset/stages/html/page-parser'
import { openArchive } from '@warc2dataset/stages/warc/open-archive'
import { warcRecord } from '@warc2dataset/stages/warc/warc-fixtures'

/** A page as a server sent it. */
export interface ServedPage {
  readonly url: string
  /** Header lines without line ends. */
  readonly header: readonly string[]
  readonly body: Buffer
}

/** What was read of one page. */
export interface PageRead {
  readonly row: PageRow
  readonly references: readonly Reference[]
}

/** The response record of a page. */
export function pageRecord({ url, header, body }: ServedPage): Buffer {
  const head = ['HTTP/1.1 200 OK', ...header, '', ''].join('\r\n')
  return warcRecord(url, Buffer.concat([Buffer.from(head, 'latin1'), body]))
}

/** Writes the pages into an archive at `path` and reads it; by URL of the page, which must differ. */
export async function readServedPages(
  path: string,
  pages: readonly ServedPage[],
  reading: Partial<PageReading> = {},
): Promise<{ readonly read: ReadonlyMap<string, PageRead>; readonly tally: ArchiveTally }> {
  await writeFile(path, Buffer.concat(pages.map(pageRecord)))
  const tally = newTally()
  const rows: PageRow[] = []
  const options: PageReading = {
    maxPageBytes: 5 * 2 ** 20,
    maxImages: 2000,
    parser: PAGE_PARSERS.scan,
    url: { choose: 'best', maxWidth: 2048 },
    kinds: ['alt'],
    detect: null,
    ...reading,
  }
  const source = readPages(
    { path, name: 'archive', open: openArchive, ...options },
    { tally, records: () => {}, pages: (more) => rows.push(...more), account: () => {} },
  )
  const references: Reference[] = []
  for await (const batch of source.read(new AbortController().signal)) references.push(...batch)
  const read = new Map(
    rows.map((row) => [
      row.page_url ?? '',
      { row, references: references.filter(({ page_url }) => page_url === row.page_url) },
    ]),
  )
  return { read, tally }
}

/** First texts of the pictures of a page. */
export function altsOf({ references }: PageRead): readonly (string | undefined)[] {
  return references.map(({ texts }) => texts[0]?.text)
}
