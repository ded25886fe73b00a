import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'

/** Small pages and pictures in many archives: what is proved is the order of writes, not the amount. */
const CRAWL = {
  seed: 7,
  archives: 22,
  pagesPerArchive: 4,
  imagesPerPage: 5,
  distinctPictures: 40,
  sites: 10,
  damagedMembers: 0.4,
  compression: 'mixed',
  planted: true,
} as const

/** Every phase has several units and drops something; a shadow sample goes past the filters. */
const RECIPE = {
  source: { files: ['crawl/*'] },
  seed: 3,
  shadow: 0.05,
  dedup: { bucket_rows: 100 },
  plan: { where: 'text_length >= 4', block_domains: ['blocked.example'] },
  fetch: { shard_size: 30, resize: { max_area: 40_000 } },
  score: { models: ['toy'], allow_toy: true },
  annotate: { tags: ['scene_colour'] },
  caption: { backend: 'template' },
  select: {
    caption: 'best',
    bucket: { kind: 'kohya', area: 16_384, min: 64, max: 256, step: 32 },
    where: 'original_width >= 64 and original_height >= 64 and aspect between 0.4 and 2.5',
    shard_size: 36,
  },
}

/** Writes the crawl and its recipe; returns the recipe's path. */
export async function makeCrawl(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await generateArchives({ ...CRAWL, outDir: join(folder, 'crawl') })
  const recipe = join(folder, 'recipe.json')
  await writeFile(recipe, JSON.stringify(RECIPE, null, 2))
  return recipe
}
