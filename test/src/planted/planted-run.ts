import { join } from 'node:path'
import { type Generated, generateArchives } from '@warc2dataset/pipeline/demo/generate-archives'
import { expect } from 'vitest'
import { commitsOf } from '../bad-input/commits.js'
import { type JsonRow, ledgerOf, query } from '../bad-input/query.js'
import { runCli } from '../bad-input/run-cli.js'
import { writeRecipe } from '../bad-input/small-crawl.js'

/** Filters in every phase, each of which the candidates of failing.example fail. */
export const RECIPE = {
  source: { files: ['crawl/*.warc.gz'] },
  shadow: 0.02,
  extract: { text: { min_length: 3 } },
  plan: {
    where: "text_length >= 4 and url_domain != 'failing.example'",
    block_domains: ['blocked.example'],
  },
  select: { where: 'original_width >= 64 and original_height >= 64' },
} as const

export interface PlantedRun {
  readonly generated: Generated
  readonly out: string
  /** Rows of the ledger for a URL, in order of candidate_id. */
  readonly ledger: (url: string) => Promise<readonly JsonRow[]>
  /** Rows of a stored layout (`fetched`, `dataset`) for a URL. */
  readonly stored: (layout: string, url: string) => Promise<readonly JsonRow[]>
  readonly explain: (url: string) => Promise<string>
}

/** Generates a crawl with the planted cases and runs the recipe over it. */
export async function runPlanted(folder: string): Promise<PlantedRun> {
  const generated = await generateArchives({
    outDir: join(folder, 'crawl'),
    archives: 4,
    pagesPerArchive: 5,
    imagesPerPage: 4,
    distinctPictures: 20,
    sites: 6,
    planted: true,
  })
  await writeRecipe(join(folder, 'recipe.json'), RECIPE)
  const out = join(folder, 'run')
  const { code, stderr } = await runCli(['run', join(folder, 'recipe.json'), '--out', out])
  expect(code, stderr).toBe(0)
  return {
    generated,
    out,
    ledger: (url) => query(`FROM ${ledgerOf(out)} WHERE url = '${url}' ORDER BY candidate_id`),
    stored: (layout, url) => query(`FROM '${out}/${layout}/*.parquet' WHERE url = '${url}'`),
    explain: async (url) => {
      const explained = await runCli(['explain', out, url])
      expect(explained.code, explained.stderr).toBe(0)
      return explained.stdout
    },
  }
}

/** Candidates of the run, as the extract commits count them. */
export async function candidatesOf(out: string): Promise<number> {
  return (await commitsOf(out, 'extract')).reduce((total, { counts }) => total + counts.in, 0)
}

/** A row of the ledger, cut to what tells a fate. */
export function fateOf(row: JsonRow | undefined): JsonRow {
  const { exit_phase, outcome, reason, filter, shadow, shadow_fate, survivor_id } = row ?? {}
  return { exit_phase, outcome, reason, filter, shadow, shadow_fate, survivor_id }
}
