import type { Candidate, TextKind } from '@warc2dataset/schemas'
import type { PageParser } from '../html/page-parser.js'
import type { DetectedLanguage } from '../language/open-language-detector.js'
import type { ChooseOptions } from '../reference/choose-url.js'
import type { OpenArchive } from '../warc/archive-bytes.js'

/** A candidate as found: `url_problem` says why its URL cannot be fetched, null if it can. */
export type Reference = Candidate & { readonly url_problem: string | null }

/** Tells the language of a text; null where nobody wants to know. */
export type Detect = ((text: string) => DetectedLanguage) | null

/** How pages are read. */
export interface PageReading {
  readonly maxPageBytes: number
  readonly maxImages: number
  readonly parser: PageParser
  readonly url: ChooseOptions
  /** Texts that may become TEXT, best first. */
  readonly kinds: readonly TextKind[]
  readonly detect: Detect
}

export interface ArchiveInput extends PageReading {
  /** A file, or a URL that `open` knows to open. */
  readonly path: string
  readonly open: OpenArchive
  /** warc_filename of every row. */
  readonly name: string
}
