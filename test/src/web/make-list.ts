import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { query } from '../bad-input/query.js'
import type { PictureSite } from './picture-site.js'
import type { SitePlan } from './site-plan.js'

/** A row of a list; null is an empty cell. */
export type Pair = readonly [url: string | null, text: string | null]

/** Writes pairs as a list with the columns URL and TEXT, CSV or Parquet by the end of `path`. */
export async function writeList(path: string, pairs: readonly Pair[]): Promise<void> {
  const csv = ['URL,TEXT', ...pairs.map((row) => row.map(cell).join(','))].join('\n')
  if (!path.endsWith('.parquet')) return writeFile(path, `${csv}\n`)
  const between = `${path}.csv`
  await writeFile(between, `${csv}\n`)
  await query(
    `COPY (FROM read_csv('${between}', header = true, all_varchar = true)) TO '${path}' (FORMAT parquet)`,
  )
}

/** Every URL of a plan with its text. */
export function pairsOf({ urls }: SitePlan): readonly Pair[] {
  return urls.map(({ url, text }) => [url, text])
}

export interface WebRecipe {
  readonly list: string
  readonly shardSize: number
  readonly fetch?: Readonly<Record<string, unknown>>
  /** Other sections, instead of the ones here. */
  readonly others?: Readonly<Record<string, unknown>>
}

/** A recipe over a list, its pictures from the site, scored by the toy model, whose scores may drop samples. */
export function webRecipe(
  site: Pick<PictureSite, 'resolve'>,
  { list, shardSize, fetch = {}, others = {} }: WebRecipe,
): Readonly<Record<string, unknown>> {
  return {
    source: { pairs: [list] },
    seed: 5,
    fetch: {
      source: 'web',
      user_agent: 'warc2dataset-test (+https://warc2dataset.example/contact)',
      resolve: site.resolve,
      shard_size: shardSize,
      ...fetch,
    },
    score: { models: ['toy'], allow_toy: true },
    select: { shard_size: 100 },
    ...others,
  }
}

/** Writes a recipe beside its list; returns its path. */
export async function writeWebRecipe(folder: string, name: string, recipe: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, JSON.stringify(recipe, null, 2))
  return path
}

function cell(value: string | null): string {
  return value === null ? '' : `"${value.replaceAll('"', '""')}"`
}
