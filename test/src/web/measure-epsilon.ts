import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { readEmbeddings } from './read-embeddings.js'
import { openWebWorld, runHere } from './web-world.js'

/** One way to score the same fetched shards. */
export interface Scoring {
  /** score.batch_size. */
  readonly batch: number
  readonly workers: number
}

/** Every batch size with one and with two score workers. */
export const SCORINGS: readonly Scoring[] = [1, 7, 64].flatMap((batch) =>
  [1, 2].map((workers) => ({ batch, workers })),
)

export interface Epsilon extends Scoring {
  /** Similarities that were compared with those of the first way. */
  readonly compared: number
  /** Largest difference of one. */
  readonly largest: number
}

/** More than one batch of 64 in each shard, so that every batch size cuts it in another way. */
const WORLD = {
  seed: 'epsilon',
  urls: 200,
  domains: 50,
  pictures: 200,
  latencyMs: 0,
  list: 'list.csv',
  shardSize: 100,
} as const

/**
 * Fetches once, then scores copies of that run in each way. The first is what the others are compared with.
 * @throws Error if a way scores other pictures.
 */
export async function measureEpsilon(folder: string, ways: readonly Scoring[]): Promise<readonly Epsilon[]> {
  const { site, recipe } = await openWebWorld(folder, WORLD)
  try {
    const fetched = join(folder, 'fetched')
    await runHere(recipe, fetched, [], { until: 'fetch' })
    const found: { readonly way: Scoring; readonly similarities: ReadonlyMap<string, number> }[] = []
    for (const way of ways) {
      const out = join(folder, `batch-${way.batch}-workers-${way.workers}`)
      await cp(fetched, out, { recursive: true })
      const sets = [['score.batch_size', way.batch]] as const
      await runHere(recipe, out, sets, { until: 'score', scoreWorkers: way.workers })
      const rows = await readEmbeddings(out, 'toy')
      found.push({
        way,
        similarities: new Map(
          rows.flatMap(({ key, similarity }) => (similarity === null ? [] : [[key, similarity]])),
        ),
      })
    }
    const first = found[0]?.similarities ?? new Map<string, number>()
    return found.map(({ way, similarities }) => ({ ...way, ...compare(first, similarities) }))
  } finally {
    await site.close()
  }
}

function compare(
  first: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): Pick<Epsilon, 'compared' | 'largest'> {
  const apart = [...first].map(([key, similarity]) => Math.abs(similarity - (other.get(key) ?? Number.NaN)))
  if (other.size !== first.size || apart.some(Number.isNaN)) {
    throw new Error(`Expected the same ${first.size} pictures scored, got ${other.size}`)
  }
  return { compared: apart.length, largest: Math.max(0, ...apart) }
}
