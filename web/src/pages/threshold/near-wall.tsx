import type { Exhibits } from '@warc2dataset/schemas'
import { useMemo, useState } from 'preact/hooks'
import { count } from '../../components/rate.js'
import { Wall } from '../../components/wall.js'
import { countBetween, edgeOf } from './bin-counts.js'
import { edgeText, type LabView, startName } from './lab-view.js'
import { rowsBetween } from './near-rows.js'

const STEP = 24

interface NearWallProps extends LabView {
  readonly exhibits: Exhibits
}

/** Pairs that would come back, or go, if the threshold were the chosen one. */
export function NearWall({ section, range, bin, exhibits }: NearWallProps) {
  const [most, setMost] = useState(STEP)
  const low = edgeOf(section, Math.min(bin, range.start))
  const high = edgeOf(section, Math.max(bin, range.start))
  const rows = useMemo(() => rowsBetween(exhibits.near, low, high), [exhibits, low, high])
  const all = countBetween(section.eligible, range.start, bin)
  return (
    <section class="lab-near">
      <h3>The pairs in between</h3>
      {bin === range.start ? (
        <p>
          Move the slider: the pairs between {startName(section, range)} and the chosen threshold are shown
          here.
        </p>
      ) : (
        <>
          <p>
            {count(all)} {all === 1 ? 'pair' : 'pairs'} that every other filter let pass{' '}
            {all === 1 ? 'scores' : 'score'} from {edgeText(section, Math.min(bin, range.start))} to below{' '}
            {edgeText(section, Math.max(bin, range.start))}. At {edgeText(section, bin)}{' '}
            {bin < range.start ? 'they would come back' : 'they would be lost'}. Shown are some of them, drawn
            by a hash of each row: at most 24 of each 0.01 of score.
          </p>
          <Wall
            rows={rows.slice(0, most)}
            pictures={exhibits.pictures}
            label={bin < range.start ? 'Would come back' : 'Would be lost'}
            of={all}
          />
          {rows.length > most && (
            <button type="button" onClick={() => setMost(most + STEP)}>
              Show {count(Math.min(STEP, rows.length - most))} more
            </button>
          )}
        </>
      )}
    </section>
  )
}
