import type { CompareSection } from '@warc2dataset/schemas'
import { count, percent, ratio } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { MissingSection } from '../figures/missing-section.js'
import { TableSection } from '../figures/table-section.js'

const TITLE = 'Two models on the same rows'

/** Two scorers at the same share passed, and how far they agree. */
export function ModelsSection({ models }: Pick<CompareSection, 'models'>) {
  if (models === null)
    return <MissingSection title={TITLE} why="The two do not hold scores of two models for the same rows." />
  const { a, b, rows, fraction, both, only_a, only_b, neither, kappa } = models
  const cell = (n: number) => `${count(n)} (${percent(rows > 0 ? n / rows : null)})`
  return (
    <TableSection
      title={TITLE}
      about={
        <>
          Both scored {count(rows)} rows: A with {displayText(a)}, B with {displayText(b)}. Scores of two
          models have no common scale, so each lets its own best {percent(fraction)} pass. They judge{' '}
          {percent(rows > 0 ? (only_a + only_b) / rows : null)} of the rows differently.{' '}
          {kappa === null
            ? 'Cohen’s kappa cannot be told of these.'
            : `Cohen’s kappa is ${ratio(kappa)} (0: they agree as often as chance would, 1: always).`}
        </>
      }
      table={{
        columns: [
          { key: 'name', label: 'Rows' },
          { key: 'pass', label: 'B lets pass', numeric: true },
          { key: 'cut', label: 'B cuts', numeric: true },
        ],
        rows: [
          { name: 'A lets pass', pass: cell(both), cut: cell(only_a) },
          { name: 'A cuts', pass: cell(only_b), cut: cell(neither) },
        ],
      }}
    />
  )
}
