import type { FunnelSection, GroupsSection, NotAvailable } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'

export interface StepChoice {
  readonly id: string
  readonly label: string
}

/** Steps that have exclusions, `all` first and then in the order of the way. */
export function stepChoices(
  section: GroupsSection,
  funnel: FunnelSection | NotAvailable,
): readonly StepChoice[] {
  const ids = new Set(section.exclusions.map(({ step }) => step))
  const labels = new Map(
    'not_available' in funnel
      ? []
      : funnel.steps.map(({ id, phase, filter, reasons }) => {
          const name = filter ?? reasons.map(({ reason }) => reason).join(', ')
          return [id, `${phase}: ${displayText(name)}`]
        }),
  )
  const order = [...labels.keys()]
  const place = (id: string) => (id === 'all' ? -1 : order.includes(id) ? order.indexOf(id) : order.length)
  return [...ids]
    .sort((a, b) => place(a) - place(b))
    .map((id) => ({ id, label: id === 'all' ? 'any reason, over all candidates' : (labels.get(id) ?? id) }))
}
