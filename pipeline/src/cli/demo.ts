import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { stringify } from 'yaml'
import { generateArchives } from '../demo/generate-archives.js'
import { loadRecipe } from '../run/load-recipe.js'
import { outFolder, parseFlags, usageError } from './parse-flags.js'
import { runWithProgress } from './run.js'

const USAGE = 'warc2dataset demo [--out DIR] [--log json]'

/** The demo's recipe: a filter before any picture is read, and one after. */
const RECIPE = {
  source: { files: ['crawl/*.warc.gz'] },
  plan: { where: 'text_length >= 4', block_domains: ['blocked.example'] },
  fetch: { shard_size: 250 },
  select: { where: 'original_width >= 64 and original_height >= 64 and aspect between 0.4 and 2.5' },
}

/** `demo`: generates a crawl with pictures in its archives and makes a dataset of it. Running it again continues. */
export async function demo(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(
    args,
    { out: { type: 'string' }, log: { type: 'string' } } as const,
    USAGE,
  )
  if (positionals.length > 0) throw usageError(`Expected no argument, got ${positionals.join(' ')}`, USAGE)
  const folder = outFolder(values.out, USAGE) ?? 'demo'
  await mkdir(folder, { recursive: true })
  process.stderr.write(`Generating a small crawl in ${join(folder, 'crawl')}\n`)
  await generateArchives({
    outDir: join(folder, 'crawl'),
    archives: 4,
    pagesPerArchive: 60,
    damagedMembers: 0.25,
    planted: true,
  })
  const recipe = join(folder, 'recipe.yaml')
  await writeFile(recipe, stringify(RECIPE))
  const code = await runWithProgress({ ...(await loadRecipe(recipe)), out: join(folder, 'run') }, values.log)
  process.stdout.write(
    `Recipe: ${relative('.', recipe)}. Change it and run: npx warc2dataset run ${recipe} --out OTHER\n`,
  )
  return code
}
