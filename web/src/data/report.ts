import type { Exhibits, Inspection } from '@warc2dataset/schemas'

/** What the page draws: the numbers of inspect.json, and the rows and pictures shown beside them. */
export interface Report {
  readonly inspection: Inspection
  readonly exhibits: Exhibits
}

/** Every page takes the whole report, and says itself what is missing in it. */
export interface PageProps {
  readonly report: Report
}
