import type { MapPoints } from '@warc2dataset/schemas'
import type { Colouring } from './point-classes.js'

export interface Kinds {
  readonly pictures: boolean
  readonly texts: boolean
}

interface MapChoosersProps {
  readonly points: MapPoints
  readonly stepName: (step: string) => string
  readonly colouring: Colouring
  readonly fate: string
  readonly kinds: Kinds
  readonly onColouring: (colouring: Colouring) => void
  readonly onFate: (fate: string) => void
  readonly onKinds: (kinds: Kinds) => void
}

/** What to colour by, and which points to show. */
export function MapChoosers(props: MapChoosersProps) {
  const { points, stepName, colouring, fate, kinds, onColouring, onFate, onKinds } = props
  return (
    <div class="controls">
      <label>
        Colour by{' '}
        <select
          value={colouring}
          onChange={(event) => onColouring(event.currentTarget.value === 'reason' ? 'reason' : 'fate')}
        >
          <option value="fate">kept or cut</option>
          <option value="reason">reason</option>
        </select>
      </label>
      <label>
        Show{' '}
        <select value={fate} onChange={(event) => onFate(event.currentTarget.value)}>
          <option value="all">all points</option>
          <option value="kept">kept</option>
          <option value="cut">cut</option>
          {points.steps.map((step, at) => (
            <option key={step} value={String(at)}>
              cut: {stepName(step)}
            </option>
          ))}
        </select>
      </label>
      {(['pictures', 'texts'] as const).map((kind) => (
        <label key={kind}>
          <input
            type="checkbox"
            checked={kinds[kind]}
            onChange={(event) => onKinds({ ...kinds, [kind]: event.currentTarget.checked })}
          />{' '}
          {kind}
        </label>
      ))}
    </div>
  )
}
