import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commitsOf } from '../bad-input/commits.js'
import { query } from '../bad-input/query.js'
import { CLI } from '../place.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import type { HostedUrl } from './fetch-hosts.js'
import { type MeasuredTree, measureTree, type TreeOptions } from './fetch-tree.js'
import { measure } from './measure.js'

/** Shorter side of what is stored, px, and the quality, of every way. */
export const IMAGE_SIZE = 256
export const QUALITY = 95

/** More than any run here needs: without it a site gets a few connections and ten requests a second. */
export const NO_LIMITS = { connections: 256, requests_per_second: 1000 }

export interface FetchTask {
  readonly folder: string
  /** Parquet, columns URL and TEXT. */
  readonly list: string
  readonly urls: readonly HostedUrl[]
  readonly port: number
  readonly shardSize: number
}

/** Stored pictures with their size, by URL. */
export type Sizes = ReadonlyMap<string, readonly [width: number, height: number]>

export interface FetchRun {
  readonly run: MeasuredTree
  /** From the first to the last of its shards, s: without the start of the program. */
  readonly seconds: number
  readonly sizes: Sizes
  /** URLs that did not become a picture, by message. */
  readonly failures: ReadonlyMap<string, number>
}

/** Writes the list that all read. */
export async function writeUrls(folder: string, urls: readonly HostedUrl[]): Promise<string> {
  const path = join(folder, 'list.parquet')
  await writeList(
    path,
    urls.map(({ url, index }) => [url, `A photograph of a red square on a table, number ${index}`]),
  )
  return path
}

/** The recipe of a task; `limits` are fields of `fetch`. */
export async function writeFetchRecipe(
  { folder, list, port, shardSize }: FetchTask,
  name: string,
  limits: Readonly<Record<string, unknown>>,
): Promise<string> {
  const resolve = { '*.example': `127.0.0.1:${port}` }
  const fetch = { resize: { mode: 'keep_ratio', image_size: IMAGE_SIZE }, ...limits }
  const others = { score: { models: [] } }
  return writeWebRecipe(folder, `${name}.json`, webRecipe({ resolve }, { list, shardSize, fetch, others }))
}

/** Plans a fresh run, then measures its fetch alone, by the command line. */
export async function fetchOwn(
  folder: string,
  recipe: string,
  workers: number,
  options: TreeOptions,
): Promise<FetchRun> {
  const out = join(folder, 'run')
  await rm(out, { recursive: true, force: true })
  const until = (phase: string): readonly string[] => [
    ...[process.execPath, CLI, 'run', recipe, '--out', out, '--until', phase],
    ...['--workers', String(workers), '--quiet'],
  ]
  await measure(until('plan'))
  const run = await measureTree(until('fetch'), options)
  const times = (await commitsOf(out, 'fetch')).map((commit) => commit.times)
  const first = Math.min(...times.map(({ started }) => started))
  const last = Math.max(...times.map(({ ended }) => ended))
  return { run, seconds: (last - first) / 1000, ...(await readFetched(`${out}/fetched/*.parquet`)) }
}

/** Reads rows in the layout of img2dataset, ours too. */
export async function readFetched(files: string): Promise<Pick<FetchRun, 'sizes' | 'failures'>> {
  const rows = await query(`SELECT url, status, error_message, width, height FROM '${files}'`)
  const sizes = new Map<string, readonly [number, number]>()
  const failures = new Map<string, number>()
  for (const { url, status, error_message, width, height } of rows) {
    if (status === 'success') sizes.set(String(url), [Number(width), Number(height)])
    else failures.set(String(error_message), (failures.get(String(error_message)) ?? 0) + 1)
  }
  return { sizes, failures }
}
