import type { Inspection } from '@warc2dataset/schemas'
import type { LoadedLexicon } from '@warc2dataset/stages/lexicon/load-lexicon'

/** What no number of a report can tell. */
export const LIMITS: readonly string[] = [
  'Groups are texts that use certain words. Whom a picture shows is not looked at, and nobody is guessed from a name or a face.',
  'A lexicon sees its own language only. Where nouns have a gender, gendered words mark every noun: gender is compared within one language.',
  'Short texts make languages hard to tell; texts whose language is not known mention nothing here.',
  'Kinds of site are told from addresses alone and only keep strata apart.',
  'Intervals are over registered domains. Sites of one owner, or copies of one text on many sites, are closer to each other than that.',
  'With more than 4,096 domains several are put into one cluster by a hash; clusters stay independent, and intervals a little wider or narrower by chance.',
  'Opt-outs are never relaxed, not even for the shadow sample: pictures behind them were not read, so no filter can be judged on them, and nobody knows whether they would have been kept.',
  'Ratios compare what a step saw. What the crawl never visited, and pictures without a usable text, are outside.',
  'Differences are associations. Nothing here tells a cause.',
  'Words are cut at spaces and punctuation: scripts without spaces are not split into words.',
  'The report shows at most 24 rows of a kind, fewer where they are so long that it would exceed 5 MB. The query beside them gives all.',
]

type Described = Inspection['method']['lexicons'][number]

/** A lexicon as the report prints it, in full. */
export function describeLexicon({ lexicon, sha256 }: LoadedLexicon): Described {
  const { id, version, axis, lang, licence, note, sets } = lexicon
  return {
    id,
    version,
    axis,
    lang,
    licence,
    sha256,
    note,
    sets: sets.map(({ id, label, terms, exclude }) => ({ id, label, terms, exclude })),
  }
}
