import type { PhaseName } from '@warc2dataset/schemas'
import { placeOf, type RunView } from '../phases/phase.js'
import type { Quarantined } from '../work-source/work-source.js'

const folderOf = (view: RunView, phase: PhaseName): string =>
  `quarantine/${phase}/${view.fingerprints[phase].slice(0, 16)}/`

/** Writes down that a unit was given up, so that other tasks do not wait for it. */
export async function recordQuarantine(
  view: RunView,
  phase: PhaseName,
  { unit, error }: Quarantined,
): Promise<void> {
  const record = { phase, unit, error: error.message, at: new Date().toISOString() }
  const bytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`)
  await placeOf(phase, view).create(`${folderOf(view, phase)}${unit}.json`, bytes)
}

/** A new run tries again. */
export function liftQuarantine(view: RunView, phase: PhaseName, unit: string): Promise<void> {
  return placeOf(phase, view).remove(`${folderOf(view, phase)}${unit}.json`)
}

/** Units of a phase that were given up, with the error. */
export async function readQuarantine(view: RunView, phase: PhaseName): Promise<ReadonlyMap<string, string>> {
  const storage = placeOf(phase, view)
  const found = new Map<string, string>()
  for (const name of await storage.list(folderOf(view, phase))) {
    const bytes = await storage.get(name)
    if (bytes === null) continue
    const { unit, error } = JSON.parse(bytes.toString('utf8')) as { unit: string; error: string }
    found.set(unit, error)
  }
  return found
}
