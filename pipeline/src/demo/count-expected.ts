import type { ArchivePlan, CrawlPlan, ImageReference, PlannedCapture, PlannedPage } from './crawl-plan.js'

/** What one archive must yield; a damaged answer is not among it. */
export interface ArchiveCounts {
  /** WARC records of every type. */
  readonly records: number
  readonly pages: number
  readonly imageReferences: number
  readonly candidates: number
  /** Answers with status 200 that carry a picture. */
  readonly pictureRecords: number
}

/** What a correct engine counts, known from the plan alone. */
export interface ExpectedCounts extends ArchiveCounts {
  /** `<img>` by alt: their sum, `usableAlt` and these three, is `imageReferences`. */
  readonly usableAlt: number
  readonly missingAlt: number
  readonly emptyAlt: number
  readonly blankAlt: number
  /** Lazy `<img>` without alt whose copy in `<noscript>` has one: of `missingAlt`, but one picture with the copy. */
  readonly noscriptTwins: number
  /** `<img>` with a usable alt whose source is no http(s) URL: `usableAlt` less these is `candidates`. */
  readonly unusableUrls: number
  /** The rest is about the candidates of all archives together. */
  readonly distinctUrls: number
  readonly distinctUrlTexts: number
  /** Distinct URLs that some archive answers with status 200; whether the picture can be decoded is another matter. */
  readonly distinctUrlsInArchive: number
  /** Distinct URLs whose only answer is 404, or 301. */
  readonly distinctUrlsGone: number
  readonly distinctUrlsMoved: number
  /** Distinct URLs without a record. */
  readonly distinctUrlsMissing: number
  readonly distinctUrlsWithTwoCaptures: number
  readonly archives: readonly ArchiveCounts[]
}

/** Counts a plan as a correct engine would count the archives made from it. `hugeRecords` go to the first one. */
export function countExpected(plan: CrawlPlan, hugeRecords: number): ExpectedCounts {
  const readable = plan.archives.map(readablePages)
  const references = readable.flat().flatMap((page) => page.references)
  const captures = plan.archives.flatMap(capturesOf)
  const archives = plan.archives.map((archive, index) =>
    countArchive(archive, readable[index] ?? [], index === 0 ? hugeRecords : 0),
  )
  const total = (field: keyof ArchiveCounts): number =>
    archives.reduce((sum, counts) => sum + counts[field], 0)
  const altCount = (kind: ImageReference['alt']['kind']): number =>
    references.filter(({ alt }) => alt.kind === kind).length
  return {
    records: total('records'),
    pages: total('pages'),
    imageReferences: total('imageReferences'),
    candidates: total('candidates'),
    pictureRecords: total('pictureRecords'),
    usableAlt: altCount('usable'),
    missingAlt: altCount('missing'),
    emptyAlt: altCount('empty'),
    blankAlt: altCount('blank'),
    noscriptTwins: references.filter(({ placement }) => placement === 'noscript').length,
    unusableUrls: references.filter(({ source }) => source.kind === 'unusable').length,
    ...countUrls(references, captures),
    archives,
  }
}

function readablePages({ entries, damage }: ArchivePlan): PlannedPage[] {
  return entries.flatMap((entry, at) => (entry.kind === 'page' && damage?.entry !== at ? [entry] : []))
}

function capturesOf({ entries }: ArchivePlan): PlannedCapture[] {
  return entries.flatMap((entry) => (entry.kind === 'capture' ? [entry] : []))
}

function countArchive(archive: ArchivePlan, pages: readonly PlannedPage[], huge: number): ArchiveCounts {
  const captures = capturesOf(archive)
  const requests = archive.entries.length - captures.length
  const references = pages.flatMap((page) => page.references)
  return {
    records: 1 + huge + requests + pages.length + captures.length,
    pages: pages.length,
    imageReferences: references.length,
    candidates: references.filter((reference) => candidateOf(reference) !== undefined).length,
    pictureRecords: captures.filter(({ answer }) => answer.kind === 'picture').length,
  }
}

function candidateOf({ source, alt }: ImageReference): readonly [url: string, text: string] | undefined {
  return source.kind === 'http' && alt.kind === 'usable' ? [source.url, alt.text] : undefined
}

type UrlCounts = Pick<ExpectedCounts, Extract<keyof ExpectedCounts, `distinct${string}`>>

function countUrls(references: readonly ImageReference[], captures: readonly PlannedCapture[]): UrlCounts {
  const urls = new Set<string>()
  const pairs = new Set<string>()
  for (const reference of references) {
    const candidate = candidateOf(reference)
    if (candidate === undefined) continue
    urls.add(candidate[0])
    pairs.add(JSON.stringify(candidate))
  }
  const answered = { picture: new Set<string>(), gone: new Set<string>(), moved: new Set<string>() }
  let again = 0
  for (const { url, answer } of captures) {
    if (!urls.has(url)) continue
    if (answer.kind === 'picture' && answered.picture.has(url)) again += 1
    answered[answer.kind].add(url)
  }
  const found = answered.picture.size + answered.gone.size + answered.moved.size
  return {
    distinctUrls: urls.size,
    distinctUrlTexts: pairs.size,
    distinctUrlsInArchive: answered.picture.size,
    distinctUrlsGone: answered.gone.size,
    distinctUrlsMoved: answered.moved.size,
    distinctUrlsMissing: urls.size - found,
    distinctUrlsWithTwoCaptures: again,
  }
}
