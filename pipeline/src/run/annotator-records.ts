import { createHash } from 'node:crypto'
import { type Annotator, annotatorSchema, promptSetSchema, RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { parseStored } from '../commits/parse-stored.js'
import type { Storage } from '../storage/storage.js'

const FOLDER = 'annotators/'

/** An annotator as a run keeps it; a prompt set goes with it, its class vectors lie beside. */
const recordSchema = z.strictObject({
  annotator: annotatorSchema,
  /** Null for a head. Logits are scale · cosine. */
  prompts: z.strictObject({ set: promptSetSchema, scale: z.number() }).nullable(),
})
export type AnnotatorRecord = z.infer<typeof recordSchema>

const recordName = ({ name, spec }: Annotator): string =>
  `${FOLDER}${name}.${createHash('sha256').update(spec).digest('hex').slice(0, 8)}.json`

/** In the run's storage: .npy, float32 [classes, dim], L2-normalised. */
export function vectorsName({ name }: Pick<Annotator, 'name'>): string {
  return `${FOLDER}${name}.npy`
}

/** What every row says: who gave its values. */
export function signatureOf({ id, digest }: Pick<Annotator, 'id' | 'digest'>): string {
  return `${id}@${digest.slice(0, 8)}`
}

/**
 * What the run has under the name of an annotator, whatever spec it came by; null: nothing yet.
 * @throws RunError exit 4 if the name stood for something else before.
 */
export async function sameBefore(storage: Storage, annotator: Annotator): Promise<AnnotatorRecord | null> {
  const record = (await readAnnotators(storage)).find((each) => each.annotator.name === annotator.name)
  if (record === undefined || record.annotator.digest === annotator.digest) return record ?? null
  throw new RunError(
    'recipe',
    `annotate: the run has ${signatureOf(record.annotator)} as ${annotator.name}, the recipe says ${signatureOf(annotator)} (another file, or another scorer); give it another name`,
  )
}

/** Writes down what a name stands for in this run. */
export async function recordAnnotator(
  storage: Storage,
  annotator: Annotator,
  prompts: AnnotatorRecord['prompts'],
): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify({ annotator, prompts }, null, 2)}\n`)
  await storage.create(recordName(annotator), bytes)
}

/** Every head and prompt set that the run ever named. */
export async function readAnnotators(storage: Storage): Promise<readonly AnnotatorRecord[]> {
  const records: AnnotatorRecord[] = []
  for (const name of await storage.list(FOLDER)) {
    const bytes = name.endsWith('.json') ? await storage.get(name) : null
    if (bytes !== null) records.push(parseStored(recordSchema, bytes, `${storage.place}/${name}`))
  }
  return records
}

/**
 * The recorded annotators that a recipe names, in its order.
 * @throws RunError exit 2 for one that the run never had: it must be run first.
 */
export async function annotatorsNamed(
  storage: Storage,
  { heads, tags }: { readonly heads: readonly string[]; readonly tags: readonly string[] },
): Promise<readonly Annotator[]> {
  const specs = [...heads, ...tags]
  const known = specs.length === 0 ? [] : await readAnnotators(storage)
  return specs.map((spec) => {
    const record = known.find(({ annotator }) => annotator.spec === spec)
    if (record !== undefined) return record.annotator
    throw new RunError(
      'usage',
      `Expected a head or prompt set that annotated ${storage.place} for annotate, got ${spec}: run the recipe with it first`,
    )
  })
}
