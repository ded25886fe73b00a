import type { Candidate } from '@warc2dataset/schemas'
import type { PageParser } from '../html/page-parser.js'

/** A candidate as found: `url_problem` says why its URL cannot be fetched, null if it can. */
export type Reference = Candidate & { readonly url_problem: string | null }

export interface ArchiveInput {
  readonly path: string
  /** warc_filename of every row. */
  readonly name: string
  readonly maxPageBytes: number
  readonly maxImages: number
  readonly parser: PageParser
}
