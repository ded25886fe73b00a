import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Generated, generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'

/** Small enough to run in about two seconds, with something to drop in every phase. */
const CRAWL = {
  seed: 11,
  archives: 3,
  pagesPerArchive: 8,
  imagesPerPage: 5,
  distinctPictures: 25,
  sites: 6,
} as const

/** A recipe over that crawl, as data. */
export const SMALL_RECIPE = {
  source: { files: ['crawl/*.warc.gz'] },
  plan: { where: 'text_length >= 4' },
  fetch: { shard_size: 30 },
  select: { where: 'original_width >= 64' },
} as const

/** Writes `crawl/` and `recipe.json` into the folder. */
export async function writeSmallCrawl(folder: string): Promise<Generated> {
  const generated = await generateArchives({ ...CRAWL, outDir: join(folder, 'crawl') })
  await writeRecipe(join(folder, 'recipe.json'), SMALL_RECIPE)
  return generated
}

/** JSON is YAML. */
export function writeRecipe(path: string, recipe: unknown): Promise<void> {
  return writeFile(path, JSON.stringify(recipe, null, 2))
}
