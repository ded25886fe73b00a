import { join } from 'node:path'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'

/** Small enough for the pictures of the small crawl. */
export const SMALL_BUCKETS = { kind: 'kohya', area: 16_384, min: 64, max: 256, step: 8 } as const

export type ResizeMode = 'keep_ratio' | 'bucket'

/** Writes the small crawl, and a recipe for each way of fetch, named after it, whose dataset is in buckets. */
export async function writeBucketRecipes(folder: string): Promise<Readonly<Record<ResizeMode, string>>> {
  await writeSmallCrawl(folder)
  const modes = ['keep_ratio', 'bucket'] as const
  const [keep_ratio, bucket] = modes.map((mode) => join(folder, `${mode}.json`)) as [string, string]
  for (const mode of modes) {
    await writeRecipe(join(folder, `${mode}.json`), {
      ...SMALL_RECIPE,
      fetch: { ...SMALL_RECIPE.fetch, resize: { mode, max_area: 40_000 } },
      select: { ...SMALL_RECIPE.select, bucket: SMALL_BUCKETS },
    })
  }
  return { keep_ratio, bucket }
}
