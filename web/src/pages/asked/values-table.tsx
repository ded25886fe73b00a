import type { AskedSignal } from '@warc2dataset/schemas'
import { CrawlText } from '../../components/crawl-text.js'
import { count, percent } from '../../components/rate.js'
import { Roomy } from '../figures/roomy.js'
import { TableSection } from '../figures/table-section.js'
import { signalText } from './signal-text.js'

/** By directive and the like, where the ledger tells it; nothing where it tells none. */
export function ValuesTable({ signals }: { readonly signals: readonly AskedSignal[] }) {
  const rows = signals.flatMap(({ signal, left, values }) =>
    values.map((value) => ({ ...value, name: signalText(signal).name, share: value.left / left.k })),
  )
  if (rows.length === 0) return null
  return (
    <TableSection
      title="What was said"
      about="The directive or value by which a candidate was left out: the first that is obeyed, where there were several. noindex is written for search engines, and obeyed here as well."
      table={{
        columns: [
          { key: 'signal', label: 'Signal' },
          { key: 'value', label: 'Said' },
          { key: 'left', label: 'Left out', numeric: true },
          { key: 'share', label: 'Share of the signal', numeric: true },
          { key: 'sites', label: 'Sites', numeric: true },
        ],
        rows: rows.map(({ name, value, left, share, sites }) => ({
          signal: <Roomy least={8}>{name}</Roomy>,
          value: value === null ? 'not told, or rare' : <CrawlText text={value} shown={80} />,
          left: count(left),
          share: percent(share),
          sites: count(sites),
        })),
      }}
    />
  )
}
