import type { FunnelSection, NotAvailable } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'

/** Puts the id of a step into words; what is no id is words already. */
export function stepNames(funnel: FunnelSection | NotAvailable): (step: string) => string {
  const names = new Map(
    'not_available' in funnel
      ? []
      : funnel.steps.map(({ id, filter, reasons }) => [
          id,
          filter ?? reasons.map(({ reason }) => reason).join(', '),
        ]),
  )
  return (step) => displayText(names.get(step) ?? step)
}
