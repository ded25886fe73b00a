import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadRecipe } from '@warc2dataset/pipeline/run/load-recipe'
import type { RunOptions, RunReport } from '@warc2dataset/pipeline/run/run-options'
import { runRecipe } from '@warc2dataset/pipeline/run/run-recipe'
import { FRACTION } from './pass-rates.js'

/** How the run is watched and stopped. */
export type Watch = Pick<RunOptions, 'log' | 'stop' | 'kill'>

export interface ProductRun extends Watch {
  /** Gets recipe.json and run/. */
  readonly folder: string
  readonly warc: string
  readonly manifest: string
  readonly provider: NonNullable<RunOptions['provider']>
}

export interface MadeRun {
  readonly run: string
  readonly report: RunReport
  /** What the models really ran on. */
  readonly provider: string
}

/**
 * Makes a dataset from the archive by the product's own default path, pictures from the archive itself; goes on where
 * such a run stopped. @throws RunError with the exit code of the command line.
 */
export async function runProduct({
  folder,
  warc,
  manifest,
  provider,
  ...watch
}: ProductRun): Promise<MadeRun> {
  await mkdir(folder, { recursive: true })
  const recipe = join(folder, 'recipe.json')
  const content = {
    source: { files: [resolve(warc)] },
    fetch: { source: 'archive' },
    score: { models: [`file:${resolve(manifest)}`] },
    select: { keep: { fraction: FRACTION } },
  }
  await writeFile(recipe, JSON.stringify(content, null, 2))
  let used = ''
  const run = join(folder, 'run')
  const report = await runRecipe({
    ...(await loadRecipe(recipe)),
    ...watch,
    out: run,
    provider,
    log: (event, fields = {}) => {
      if (event === 'scorer' && typeof fields['provider'] === 'string') used ||= fields['provider']
      watch.log?.(event, fields)
    },
  })
  return { run, report, provider: used }
}
