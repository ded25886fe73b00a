import type { ImagesSection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { RateFigure } from '../figures/rate-figure.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'

interface TagFigureProps {
  readonly tag: ImagesSection['tags'][number]
  readonly sides: Sides
}

/** Tags that a model put on the pictures, with their pass rates. */
export function TagFigure({ tag, sides }: TagFigureProps) {
  const { column, by, toy, values } = tag
  const title = `Tags: ${displayText(column)}`
  const about = (
    <>
      Tagged by {displayText(by)}. {toy && <strong>A toy: its tags mean nothing. </strong>}A tag is what a
      model said of a picture, which may be wrong; a picture may have several.
    </>
  )
  if (sides.same) {
    return (
      <TableSection
        title={title}
        about={about}
        table={{
          columns: [
            { key: 'value', label: 'Tag' },
            { key: 'rows', label: 'Rows', numeric: true },
          ],
          rows: values.map(({ value, rows }) => ({ value: displayText(value), rows: count(rows) })),
        }}
      />
    )
  }
  return (
    <RateFigure
      title={title}
      caption={<>{about} The point is the share of tagged rows that was kept, the bar its 95 % interval.</>}
      part="Tag"
      counts={{ k: 'Kept', n: 'Rows', rate: 'Pass rate' }}
      rows={values.map(({ value, kept }) => ({ name: displayText(value), rate: kept }))}
    />
  )
}
