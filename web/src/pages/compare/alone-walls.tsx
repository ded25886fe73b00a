import type { CompareSection, Exhibits } from '@warc2dataset/schemas'
import { Wall } from '../../components/wall.js'

interface AloneWallsProps {
  readonly exhibits: Exhibits
  readonly overlap: CompareSection['overlap']
}

/** Rows that only one of the two kept. */
export function AloneWalls({ exhibits, overlap }: AloneWallsProps) {
  const { alone, pictures } = exhibits
  return (
    <section class="figure">
      <h3>What each kept alone</h3>
      <p>Drawn by a hash of the row, so that the same two always show the same ones.</p>
      <Wall rows={alone.a} pictures={pictures} label="Kept by A only" of={overlap.only_a} />
      <Wall rows={alone.b} pictures={pictures} label="Kept by B only" of={overlap.only_b} />
    </section>
  )
}
