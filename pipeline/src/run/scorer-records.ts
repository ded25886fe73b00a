import { createHash } from 'node:crypto'
import { RunError, type Scorer, scorerSchema } from '@warc2dataset/schemas'
import { parseStored } from '../commits/parse-stored.js'
import type { Storage } from '../storage/storage.js'

const FOLDER = 'scorers/'

const nameOf = ({ name, spec }: Scorer): string =>
  `${FOLDER}${name}.${createHash('sha256').update(spec).digest('hex').slice(0, 8)}.json`

/**
 * Writes down which model each scorer's name stands for in this run.
 * @throws RunError exit 4 if a name stood for another model before.
 */
export async function recordScorers(storage: Storage, scorers: readonly Scorer[]): Promise<void> {
  const known = await readScorers(storage)
  for (const scorer of scorers) {
    const other = known.find(({ name, digest }) => name === scorer.name && digest !== scorer.digest)
    if (other !== undefined) {
      throw new RunError(
        'recipe',
        `score.models: the run has ${other.id} (manifest sha256 ${other.digest.slice(0, 16)}) as scorer ${other.name}, the recipe says ${scorer.id} (${scorer.digest.slice(0, 16)}); give the new model another name`,
      )
    }
    await storage.create(nameOf(scorer), Buffer.from(`${JSON.stringify(scorer, null, 2)}\n`))
  }
}

/** Every scorer that the run ever named. */
export async function readScorers(storage: Storage): Promise<readonly Scorer[]> {
  const scorers: Scorer[] = []
  for (const name of await storage.list(FOLDER)) {
    const bytes = await storage.get(name)
    if (bytes !== null) scorers.push(parseStored(scorerSchema, bytes, `${storage.place}/${name}`))
  }
  return scorers
}

/**
 * The recorded scorers that a recipe names, in its order.
 * @throws RunError exit 2 for one that the run never had: it must be run first.
 */
export async function scorersNamed(storage: Storage, specs: readonly string[]): Promise<readonly Scorer[]> {
  const known = specs.length === 0 ? [] : await readScorers(storage)
  return specs.map((spec) => {
    const scorer = known.find((record) => record.spec === spec)
    if (scorer !== undefined) return scorer
    throw new RunError(
      'usage',
      `Expected a model that scored ${storage.place} for score.models, got ${spec}: run the recipe with it first`,
    )
  })
}
