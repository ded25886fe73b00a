import type { Inspection } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'

/** First sentence of a page and what it does not mean. */
export interface Lead {
  readonly sentence: string
  readonly caveat: string
}

/** The generated sentence of `page` if the overview has one, else what the page says of itself. */
export function leadOf({ overview }: Inspection, page: string, otherwise: Lead): Lead {
  const found = overview.sentences.find((sentence) => sentence.page === page)
  if (found === undefined) return otherwise
  // A generated sentence may quote the crawl: a site, a word.
  return { sentence: displayText(found.text), caveat: displayText(found.caveat) }
}
