import { join } from 'node:path'
import { CLI } from '../place.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { openJpegSite } from './jpeg-site.js'
import { measure } from './measure.js'

export const SCORE_BATCH = 64

export interface WantedPictures {
  /** Of the model that shall score. */
  readonly manifest: string
  readonly shards: number
  /** Pictures in each. */
  readonly shard: number
  /** Of every picture, px. */
  readonly sides: readonly [width: number, height: number]
}

/** Fetches generated pictures, each with a text of its own, from a loopback site; gives the recipe and the run. */
export async function fetchPictures(
  folder: string,
  { manifest, shards, shard, sides }: WantedPictures,
): Promise<{ readonly recipe: string; readonly fetched: string }> {
  const site = await openJpegSite(...sides)
  try {
    // Equal texts of a batch would be computed once.
    const pairs = Array.from(
      { length: shards * shard },
      (_, i) => [site.urlOf(i), `a red circle above a blue square number ${i}`] as const,
    )
    await writeList(join(folder, 'list.csv'), pairs)
    const score = { models: [`file:${manifest}`], allow_toy: true, batch_size: SCORE_BATCH }
    const recipe = await writeWebRecipe(
      folder,
      'recipe.json',
      webRecipe(site, { list: 'list.csv', shardSize: shard, others: { score } }),
    )
    const fetched = join(folder, 'fetched')
    await measure(runUntil(recipe, fetched, 'fetch'))
    return { recipe, fetched }
  } finally {
    await site.close()
  }
}

/** The command that carries a run on up to a phase, models on the CPU. */
export function runUntil(recipe: string, out: string, phase: string): readonly string[] {
  const crew = ['--score-workers', '1', '--provider', 'cpu', '--quiet']
  return [process.execPath, CLI, 'run', recipe, '--out', out, '--until', phase, ...crew]
}
