import type { AskedSignal } from '@warc2dataset/schemas'
import { CrawlText } from '../../components/crawl-text.js'
import { count } from '../../components/rate.js'
import { Roomy } from '../figures/roomy.js'

/** The largest sites of a line, each with its candidates; names are a crawl's. */
export function TopSites({ top }: { readonly top: AskedSignal['top'] }) {
  if (top.length === 0) return <span class="quiet">none is known</span>
  return (
    <Roomy least={11}>
      {top.map(({ site, left }) => (
        <div key={site}>
          <CrawlText text={site} shown={80} /> <span class="quiet">{count(left)}</span>
        </div>
      ))}
    </Roomy>
  )
}
