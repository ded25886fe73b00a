import type { Inspection } from '@warc2dataset/schemas'
import { isAvailable } from '../../data/available.js'

/** Kept of all candidates, 0 to 1; null where there is no funnel. */
export function overallRate({ funnel }: Inspection): number | null {
  return isAvailable(funnel) ? funnel.rate.rate : null
}
