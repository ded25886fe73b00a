import { CrawlText } from '../../components/crawl-text.js'
import { Roomy } from './roomy.js'

/** Name of a part at the head of its row; it may be a crawl's. */
export function PartCell({ name }: { readonly name: string }) {
  return (
    <Roomy least={9}>
      <CrawlText text={name} shown={120} />
    </Roomy>
  )
}
