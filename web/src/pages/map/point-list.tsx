import type { MapPoints } from '@warc2dataset/schemas'
import { useId, useMemo, useState } from 'preact/hooks'
import { count, score } from '../../components/rate.js'
import { displayText, languageTag, shorten } from '../../data/display-text.js'
import { countWithoutPair } from './pair-of-point.js'
import { byFate } from './point-classes.js'

const PAGE = 20

interface PointListProps {
  readonly points: MapPoints
  readonly shown: Uint8Array
  readonly stepName: (step: string) => string
  readonly pinned: number
  /** Focus is on a point of the list. */
  readonly onMark: (point: number) => void
  /** A point of the list was pressed. */
  readonly onOpen: (point: number) => void
}

/** The points of the map for the keyboard: page by page, by fate; focus marks a point, a press brings it to the middle. */
export function PointList({ points, shown, stepName, pinned, onMark, onOpen }: PointListProps) {
  const id = useId()
  const lacking = useMemo(() => countWithoutPair(points, shown), [points, shown])
  const order = useMemo(() => byFate(points, shown), [points, shown])
  const [wanted, setWanted] = useState(0)
  const pages = Math.max(1, Math.ceil(order.length / PAGE))
  const page = Math.min(wanted, pages - 1)
  return (
    <section class="map-list">
      <h3>The same points as a list</h3>
      <p class="quiet">
        Kept points come first, then those that left, step by step; within these the highest score first.
        Focus marks a point on the map, a press brings it to the middle.
      </p>
      {lacking > 0 && (
        <p class="note">
          {count(lacking)} {lacking === 1 ? 'point' : 'points'} of the map {lacking === 1 ? 'is' : 'are'} not
          in this list: the file has no place for {lacking === 1 ? 'its pair' : 'their pairs'}.
        </p>
      )}
      <div class="controls">
        <button type="button" onClick={() => setWanted(page - 1)} disabled={page === 0}>
          Previous
        </button>
        <label for={id}>Page</label>
        <input
          id={id}
          type="number"
          min={1}
          max={pages}
          value={page + 1}
          onChange={(event) => {
            const typed = event.currentTarget.valueAsNumber
            if (Number.isFinite(typed)) setWanted(Math.min(pages, Math.max(1, Math.round(typed))) - 1)
            else event.currentTarget.value = String(page + 1)
          }}
        />
        <span>of {count(pages)}</span>
        <button type="button" onClick={() => setWanted(page + 1)} disabled={page >= pages - 1}>
          Next
        </button>
      </div>
      {order.length === 0 && <p class="quiet">No point is shown.</p>}
      <ol start={page * PAGE + 1}>
        {Array.from(order.subarray(page * PAGE, (page + 1) * PAGE), (point) => (
          <li key={point}>
            <PointButton {...{ points, point, stepName, pinned, onMark, onOpen }} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function PointButton({
  points,
  point,
  stepName,
  pinned,
  onMark,
  onOpen,
}: Omit<PointListProps, 'shown'> & { readonly point: number }) {
  const row = points.rows[points.row[point] ?? -1]
  const fate = points.fate[point] ?? -1
  const text = displayText(row?.text ?? '')
  return (
    <button
      type="button"
      class="map-item"
      aria-pressed={point === pinned}
      onFocus={() => onMark(point)}
      onBlur={() => onMark(-1)}
      onClick={() => onOpen(point)}
    >
      <bdi dir="auto" lang={languageTag(row?.language ?? null)}>
        {text.trim() === '' ? 'blank text' : (shorten(text, 90) ?? text)}
      </bdi>
      <span class="map-item-facts">
        {points.kind[point] === 0 ? '● picture' : '+ text'} ·{' '}
        {fate < 0 ? 'kept' : `cut: ${stepName(points.steps[fate] ?? '')}`}
        {row?.score == null ? '' : ` · score ${score(row.score)}`}
      </span>
    </button>
  )
}
