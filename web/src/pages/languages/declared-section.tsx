import type { LanguagesSection } from '@warc2dataset/schemas'
import { count, percent } from '../../components/rate.js'
import { MissingSection } from '../figures/missing-section.js'
import { TableSection } from '../figures/table-section.js'

interface DeclaredSectionProps {
  readonly declared: LanguagesSection['declared']
}

const TITLE = 'Declared against detected'

/** Where the page names its language: how often the text's is the same. */
export function DeclaredSection({ declared }: DeclaredSectionProps) {
  if (declared === null)
    return (
      <MissingSection title={TITLE} why="These rows do not hold both a declared and a detected language." />
    )
  const { both, agree } = declared
  const parts = [
    { name: 'same language', n: agree },
    { name: 'another language', n: both - agree },
    { name: 'both are known', n: both },
  ]
  return (
    <TableSection
      title={TITLE}
      about="The language that the page declares in its html element, against the one detected in the text. They differ where the detector errs, where a template declares the wrong language, and where a page quotes another one; the numbers do not tell which."
      table={{
        columns: [
          { key: 'name', label: 'Declared and detected' },
          { key: 'n', label: 'Rows', numeric: true },
          { key: 'share', label: 'Share', numeric: true },
        ],
        rows: parts.map(({ name, n }) => ({
          name,
          n: count(n),
          share: percent(both > 0 ? n / both : null),
        })),
      }}
    />
  )
}
