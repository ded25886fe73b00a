import { runScript } from '../archives/run-script.js'

/** What a process that only reads pages found. */
export interface PagesReport {
  /** One of each page, in order. */
  readonly pages: readonly {
    readonly url: string
    readonly problem: string | null
    readonly images: number
    readonly candidates: number
  }[]
  /** Account of pages by what was lost of them. */
  readonly problems: Readonly<Record<string, number>>
  /** Pictures by what became of them. */
  readonly images: Readonly<Record<string, number>>
  readonly bytes: number
  readonly recordBytes: number
  readonly gapBytes: number
  /** The most memory that the process ever had, in MB. */
  readonly peakMb: number
}

/** Node's own limit is some 4 GB, and until then it need not look for what nobody holds. */
const HEAP_MB = 320
/** A child that takes longer hangs. */
const LIMIT_MS = 100_000

const SCRIPT = `
import { recipeSchema, TEXT_KINDS } from '@warc2dataset/schemas'
import { pageReading } from '@warc2dataset/pipeline/phases/candidate-line'
import { imagesByKind, newTally } from '@warc2dataset/stages/extract/archive-tally'
import { readPages } from '@warc2dataset/stages/extract/read-pages'
import { openLanguageDetector } from '@warc2dataset/stages/language/open-language-detector'
import { openArchive } from '@warc2dataset/stages/warc/open-archive'
const [path, parser, kinds] = process.argv.slice(1)
const recipe = recipeSchema.parse({
  source: { files: [path] },
  extract: { parser, text: { kinds: kinds === 'all' ? TEXT_KINDS : ['alt'] } },
})
const { detect } = await openLanguageDetector()
const tally = newTally()
const pages = []
let account = null
const source = readPages(
  { path, name: 'hostile', open: openArchive, ...pageReading(recipe, detect) },
  {
    tally,
    records: () => {},
    pages: (rows) => {
      for (const { page_url: url, problem, images, candidates } of rows) {
        pages.push({ url, problem, images, candidates })
      }
    },
    account: (value) => {
      account = value
    },
  },
)
let references = 0
for await (const batch of source.read(new AbortController().signal)) references += batch.length
const { html: _html, ...problems } = tally.pages
const { images } = tally
if (images.candidate !== references || images.total !== imagesByKind(tally)) {
  throw new Error('Expected a balanced account, got ' + JSON.stringify({ images, references }))
}
const { bytes, recordBytes, gapBytes } = account
// Kilobytes, which is what Linux and macOS give here.
const peakMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ pages, problems, images, bytes, recordBytes, gapBytes, peakMb }))
`

/** Reads the pages of an archive in a process of its own, as an otherwise empty recipe does. */
export function readPagesInChild(
  path: string,
  parser: 'scan' | 'dom',
  kinds: 'alt' | 'all',
): Promise<PagesReport> {
  return runScript(SCRIPT, [path, parser, kinds], {
    heapMb: HEAP_MB,
    limitMs: LIMIT_MS,
  }) as Promise<PagesReport>
}
