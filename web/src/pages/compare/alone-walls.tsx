import type { CompareSection, Exhibits } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
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
      <details>
        <summary>{count(alone.a.length)} rows that A kept and B did not</summary>
        <Wall rows={alone.a} pictures={pictures} label="Kept by A only" of={overlap.only_a} />
      </details>
      <details>
        <summary>{count(alone.b.length)} rows that B kept and A did not</summary>
        <Wall rows={alone.b} pictures={pictures} label="Kept by B only" of={overlap.only_b} />
      </details>
    </section>
  )
}
