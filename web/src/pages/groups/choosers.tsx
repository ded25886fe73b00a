import { useId } from 'preact/hooks'
import type { StepChoice } from './step-choices.js'

interface StepChooserProps {
  readonly choices: readonly StepChoice[]
  readonly step: StepChoice | undefined
  readonly onStep: (id: string) => void
}

/** Which step to compare groups at. */
export function StepChooser({ choices, step, onStep }: StepChooserProps) {
  const id = useId()
  return (
    <span>
      <label for={id}>Step</label>{' '}
      <select id={id} value={step?.id} onChange={(event) => onStep(event.currentTarget.value)}>
        {choices.map(({ id: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </span>
  )
}

interface AxisChooserProps {
  readonly axes: readonly string[]
  /** Null: all. */
  readonly axis: string | null
  readonly onAxis: (axis: string | null) => void
}

/** Which groups to show: those of one lexicon, the languages, or all. */
export function AxisChooser({ axes, axis, onAxis }: AxisChooserProps) {
  const id = useId()
  return (
    <span>
      <label for={id}>Groups</label>{' '}
      <select id={id} value={axis ?? ''} onChange={(event) => onAxis(event.currentTarget.value || null)}>
        <option value="">all axes</option>
        {axes.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}
