import type { AnatomySection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { RateFigure } from '../figures/rate-figure.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'

interface KindFigureProps {
  readonly kinds: AnatomySection['kinds']
  readonly sides: Sides
  readonly overall: number | null
}

const TITLE = 'Where the text stood on the page'
const ABOUT = 'Which part of the page a text was taken from: the alt attribute, a title, a caption and so on.'

/** Texts by where they stood, with their pass rates. */
export function KindFigure({ kinds, sides, overall }: KindFigureProps) {
  if (!sides.same) {
    return (
      <RateFigure
        title={TITLE}
        caption={`${ABOUT} The point is the pass rate of each, the bar its 95 % interval.`}
        part="Kind of text"
        counts={{ k: 'Kept', n: 'Candidates', rate: 'Pass rate' }}
        rows={kinds.map(({ kind, kept }) => ({ name: kindName(kind), rate: kept }))}
        overall={overall}
      />
    )
  }
  return (
    <TableSection
      title={TITLE}
      about={ABOUT}
      table={{
        columns: [
          { key: 'kind', label: 'Kind of text' },
          { key: 'rows', label: 'Rows', numeric: true },
        ],
        rows: kinds.map(({ kind, candidates }) => ({ kind: kindName(kind), rows: count(candidates) })),
      }}
    />
  )
}

/** `page_title` → `page title`. */
function kindName(kind: string): string {
  return displayText(kind).replaceAll('_', ' ')
}
