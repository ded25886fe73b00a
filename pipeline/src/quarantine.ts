import type { PhaseName } from '@warc2dataset/schemas'
import type { Storage } from './storage/storage.js'
import type { Quarantined } from './work-source/work-source.js'

const nameOf = (phase: PhaseName, unit: string): string => `quarantine/${phase}/${unit}.json`

/** Writes down that a unit was given up, so that other tasks do not wait for it. */
export async function recordQuarantine(
  storage: Storage,
  phase: PhaseName,
  { unit, error }: Quarantined,
): Promise<void> {
  const record = { phase, unit, error: error.message, at: new Date().toISOString() }
  await storage.create(nameOf(phase, unit), Buffer.from(`${JSON.stringify(record, null, 2)}\n`))
}

/** A new run tries again. */
export function liftQuarantine(storage: Storage, phase: PhaseName, unit: string): Promise<void> {
  return storage.remove(nameOf(phase, unit))
}

/** Units of a phase that were given up, with the error. */
export async function readQuarantine(
  storage: Storage,
  phase: PhaseName,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const name of await storage.list(`quarantine/${phase}/`)) {
    const bytes = await storage.get(name)
    if (bytes === null) continue
    const { unit, error } = JSON.parse(bytes.toString('utf8')) as { unit: string; error: string }
    found.set(unit, error)
  }
  return found
}
