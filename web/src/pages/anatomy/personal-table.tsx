import type { AnatomySection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'

interface PersonalTableProps {
  readonly personal: AnatomySection['personal']
  readonly sides: Sides
}

/** Texts that hold personal data: how many, never which. */
export function PersonalTable({ personal, sides }: PersonalTableProps) {
  return (
    <TableSection
      title="Personal data"
      about="Texts with something that has the form of an e-mail address or a telephone number. They are counted here and shown nowhere. A form is not proof: an order number can look like a telephone number."
      table={{
        caption: 'Texts with personal data',
        columns: [
          { key: 'kind', label: 'Form' },
          { key: 'candidates', label: sides.same ? 'Rows' : 'Candidates', numeric: true },
          ...(sides.same ? [] : [{ key: 'kept', label: 'Kept', numeric: true }]),
        ],
        rows: personal.map(({ kind, candidates, kept }) => ({
          kind: displayText(kind).replaceAll('_', ' '),
          candidates: count(candidates),
          kept: count(kept),
        })),
      }}
    />
  )
}
