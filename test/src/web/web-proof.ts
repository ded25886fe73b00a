import { join } from 'node:path'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { takeSnapshot } from '../crash/snapshot.js'
import { startCli } from '../crash/start-run.js'
import { type DatasetRow, readDataset } from './dataset-rows.js'
import { openWebWorld, type WebWorld } from './web-world.js'

/** Similarities of two runs may differ by rounding, and by no more. */
export const EPSILON = 1e-5

/** Ten shards, so that kills fall before, between and after commits; two fetch workers that both want each domain. */
const WORLD = {
  seed: 'crash',
  urls: 240,
  domains: 12,
  pictures: 120,
  generic: 0.05,
  troubles: { moved: 12, missing: 6, page: 4, loop: 3 },
  latencyMs: 30,
  list: 'list.csv',
  shardSize: 24,
} as const

/** What every killed run is held against. */
export interface WebProof {
  readonly folder: string
  readonly world: WebWorld
  readonly undisturbed: readonly DatasetRow[]
  readonly shards: number
  /** That the undisturbed run made, by the site's own log. */
  readonly requests: number
  readonly seconds: number
  readonly problems: readonly string[]
}

/** Opens the site and runs once undisturbed. */
export async function openWebProof(folder: string): Promise<WebProof> {
  const world = await openWebWorld(folder, WORLD)
  const out = join(folder, 'undisturbed')
  const started = Date.now()
  const run = startCli({ recipe: world.recipe, out, workers: 2 })
  const code = await run.ended
  const seconds = (Date.now() - started) / 1000
  return {
    folder,
    world,
    undisturbed: code === 0 ? await readDataset(out) : [],
    shards: WORLD.urls / WORLD.shardSize,
    requests: world.site.requests.length,
    seconds,
    problems:
      code === 0 ? await wholeProblems(out) : [`ended with ${code}: ${run.messages.slice(0, 5).join(' | ')}`],
  }
}

/** What no finished run may have: accounts that do not balance, files that are not promised, scratch. */
export async function wholeProblems(out: string): Promise<readonly string[]> {
  const { problems } = await verifyRun(await openRun(out), { deep: true })
  return [...problems, ...(await takeSnapshot(out)).problems]
}
