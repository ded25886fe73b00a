import type { Wall as Drawn, ExhibitedPicture } from '@warc2dataset/schemas'
import { Wall } from '../../components/wall.js'

interface WallsProps {
  readonly walls: readonly Drawn[] | undefined
  readonly pictures: readonly ExhibitedPicture[]
  /** Ends the sentence “Rows …”. */
  readonly what: string
}

/** The rows of one step: drawn at random, then those nearest to the cut. */
export function Walls({ walls, pictures, what }: WallsProps) {
  if (walls === undefined || walls.length === 0) return <p class="quiet">No rows are shown of it.</p>
  return (
    <>
      {walls.map(({ kind, of, rows }) => (
        <Wall
          key={kind}
          label={kind === 'random' ? `Rows ${what}, at random` : `Rows ${what}, closest to the cut`}
          rows={rows}
          pictures={pictures}
          of={of}
          ofStep
        />
      ))}
    </>
  )
}
