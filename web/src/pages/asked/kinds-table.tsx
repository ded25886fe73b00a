import type { AskedSection } from '@warc2dataset/schemas'
import { count, rateText } from '../../components/rate.js'
import { TableSection } from '../figures/table-section.js'

/** Both walls by kind of site. */
export function KindsTable({ kinds }: { readonly kinds: AskedSection['by_kind'] }) {
  if (kinds.length === 0) return null
  return (
    <TableSection
      title="By kind of site"
      about="Whose pictures stay outside is not spread evenly. Kinds are told from addresses alone, as on the page of sources. Left out: by any signal above, of candidates that entered plan. No answer: of those that entered fetch. Intervals are over sites."
      table={{
        columns: [
          { key: 'kind', label: 'Kind of site' },
          { key: 'candidates', label: 'Entered plan', numeric: true },
          { key: 'refused', label: 'Left out because asked', numeric: true },
          { key: 'unanswered', label: 'No answer', numeric: true },
        ],
        rows: kinds.map(({ kind, refused, unanswered }) => ({
          kind,
          candidates: count(refused.n),
          refused: rateText(refused),
          unanswered: unanswered === null ? 'not asked' : rateText(unanswered),
        })),
      }}
    />
  )
}
