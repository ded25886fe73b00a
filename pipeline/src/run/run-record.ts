import { checkRecipe, type PhaseName, type Recipe, RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { differences } from '../commits/differences.js'
import { parseStored } from '../commits/parse-stored.js'
import { fingerprintsOf, type PhaseTable } from '../phases/index.js'
import type { Archive } from '../phases/phase.js'
import type { Storage } from '../storage/storage.js'
import { VERSION } from '../version.js'

const recordSchema = z.object({
  version: z.literal(1),
  warc2dataset: z.string(),
  recipe: z.unknown(),
  archives: z.array(z.object({ name: z.string(), path: z.string() })),
  fingerprints: z.record(z.string(), z.string()),
  parent: z.string().nullable(),
})

/** run.json: what the run was started with. Created once; totals are derived from commits. */
export interface RunRecord {
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
  readonly fingerprints: Readonly<Record<string, string>>
  /** Folder of the run that a re-cut dataset was made from; null for a run of its own. */
  readonly parent: string | null
}

/** Phases whose output costs requests or archive passes: on an existing run they may not change. */
const FIXED: readonly PhaseName[] = ['extract', 'dedup', 'plan', 'fetch']

/** Reads run.json, or null if the folder holds no run. */
export async function readRunRecord(storage: Storage): Promise<RunRecord | null> {
  const bytes = await storage.get('run.json')
  if (bytes === null) return null
  const record = parseStored(recordSchema, bytes, `${storage.place}/run.json`)
  return { ...record, recipe: storedRecipe(record.recipe, storage) }
}

/** A recipe was checked when the run was made; only another version of this tool can make it wrong. */
function storedRecipe(value: unknown, { place }: Storage): Recipe {
  const checked = checkRecipe(value)
  if ('recipe' in checked) return checked.recipe
  throw new RunError(
    'recipe',
    `Expected a recipe of this version in ${place}/run.json, got:\n${checked.problems.map((p) => `  ${p}`).join('\n')}`,
  )
}

/** @throws RunError exit 2 if there is no run at this place. */
export async function mustReadRun(storage: Storage): Promise<RunRecord> {
  const record = await readRunRecord(storage)
  if (record === null)
    throw new RunError('usage', `Expected a run in ${storage.place}, got a folder without run.json`)
  return record
}

/**
 * Creates run.json, or checks that the run there is of the same recipe up to fetch.
 * @throws RunError exit 4 that names each changed field and its phase.
 */
export async function openRunRecord(
  storage: Storage,
  { recipe, archives, parent }: Pick<RunRecord, 'recipe' | 'archives' | 'parent'>,
  table: PhaseTable,
): Promise<void> {
  const fingerprints = fingerprintsOf(recipe, table)
  const record = { version: 1, warc2dataset: VERSION, recipe, archives, fingerprints, parent }
  if (await storage.create('run.json', Buffer.from(`${JSON.stringify(record, null, 2)}\n`))) return
  const there = await mustReadRun(storage)
  const problems = [
    ...changedArchives(there.archives, archives),
    ...changedFields(there, recipe, fingerprints, table),
  ]
  if (problems.length === 0) return
  throw new RunError(
    'recipe',
    `${storage.place} holds a run of another recipe; take another --out, or change back:\n${problems.map((p) => `  ${p}`).join('\n')}`,
  )
}

function changedArchives(before: readonly Archive[], after: readonly Archive[]): readonly string[] {
  const names = (archives: readonly Archive[]): string[] => archives.map(({ name }) => name)
  return differences(names(before), names(after), 'source.files').map(
    (problem) => `phase extract, ${problem}`,
  )
}

function changedFields(
  there: RunRecord,
  recipe: Recipe,
  fingerprints: Readonly<Record<string, string>>,
  table: PhaseTable,
): readonly string[] {
  const seen = new Set<string>()
  return FIXED.flatMap((phase) => {
    if (there.fingerprints[phase] === fingerprints[phase]) return []
    const fields = differences(table[phase].config(there.recipe), table[phase].config(recipe))
    const fresh = fields.filter((field) => !seen.has(field))
    for (const field of fresh) seen.add(field)
    if (fields.length > 0) return fresh.map((field) => `phase ${phase}, ${field}`)
    return seen.size > 0 ? [] : [`phase ${phase}: its stages are of another version of warc2dataset`]
  })
}
