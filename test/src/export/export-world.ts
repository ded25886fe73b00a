import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { runCli } from '../bad-input/run-cli.js'
import { filesOf } from '../bad-input/temp-folder.js'
import { openWebWorld, runHere } from '../web/web-world.js'

/** A run of ten dataset shards that nothing judged, and another cut of it that the toy model chose. */
export interface ExportWorld {
  readonly run: string
  readonly strict: string
}

export const SHARDS = 10
const SHARD_ROWS = 12

export async function openExportWorld(folder: string): Promise<ExportWorld> {
  const { site, recipe } = await openWebWorld(folder, {
    seed: 'export',
    urls: SHARDS * SHARD_ROWS,
    domains: 12,
    pictures: 100,
    latencyMs: 0,
    list: 'list.csv',
    shardSize: 60,
    others: { select: { shard_size: SHARD_ROWS } },
  })
  const [run, strict] = [join(folder, 'run'), join(folder, 'strict')]
  await runHere(recipe, run)
  await site.close()
  const set = ['--set', 'select.keep={similarity: threshold}', '--allow-toy', '--quiet']
  const { code, stderr } = await runCli(['pack', run, '--out', strict, ...set])
  if (code !== 0) throw new Error(`Expected a re-cut, got ${code}: ${stderr}`)
  return { run, strict }
}

/** sha256 of every file below a folder, by its path there. */
export async function treeOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const tree = new Map<string, string>()
  for (const path of [...((await filesOf(folder)) ?? [])].sort()) {
    const hash = createHash('sha256').update(await readFile(path))
    tree.set(relative(folder, path), hash.digest('hex'))
  }
  return tree
}
