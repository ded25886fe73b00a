import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadRecipe, type Override } from '@warc2dataset/pipeline/run/load-recipe'
import type { RunOptions, RunReport } from '@warc2dataset/pipeline/run/run-options'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { type Pair, pairsOf, type WebRecipe, webRecipe, writeList, writeWebRecipe } from './make-list.js'
import { openPictureSite, type PictureSite, type SiteOptions } from './picture-site.js'
import { planSite, type SitePlan, type SiteSize } from './site-plan.js'

export interface WorldOptions
  extends SiteSize,
    SiteOptions,
    Pick<WebRecipe, 'shardSize' | 'fetch' | 'others'> {
  /** Name of the list; its end says which kind. */
  readonly list: string
  /** Rows of the list behind those of the site. */
  readonly morePairs?: (plan: SitePlan) => readonly Pair[]
}

/** A site, a list of its URLs, and a recipe over both, in a folder. */
export interface WebWorld {
  readonly plan: SitePlan
  readonly site: PictureSite
  readonly recipe: string
}

export async function openWebWorld(folder: string, options: WorldOptions): Promise<WebWorld> {
  const { list, morePairs = () => [] } = options
  await mkdir(folder, { recursive: true })
  const plan = planSite(options)
  const site = await openPictureSite(plan, options)
  await writeList(join(folder, list), [...pairsOf(plan), ...morePairs(plan)])
  const recipe = await writeWebRecipe(folder, 'recipe.json', webRecipe(site, options))
  return { plan, site, recipe }
}

/** What a run in this process said. */
export interface Told {
  readonly event: string
  readonly phase?: string
  readonly unit?: string
}

/** Runs a recipe as the command line does, two workers, on the CPU. */
export async function runHere(
  recipe: string,
  out: string,
  sets: readonly Override[] = [],
  options: Partial<RunOptions> = {},
): Promise<{ readonly report: RunReport; readonly told: readonly Told[] }> {
  const told: Told[] = []
  const loaded = await loadRecipe(recipe, sets)
  const report = await runRecipe({
    ...loaded,
    out,
    workers: 2,
    provider: 'cpu',
    log: (event, fields) => told.push({ event, ...fields }),
    ...options,
  })
  return { report, told }
}
