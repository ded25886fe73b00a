import { join } from 'node:path'
import { verifyRun } from '@warc2dataset/pipeline/look/verify-run'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import { takeSnapshot } from '../crash/snapshot.js'
import { startCli } from '../crash/start-run.js'
import { writeColours } from '../scorers/write-colours.js'
import { type DatasetRow, readDataset } from './dataset-rows.js'
import { readEmbeddings } from './read-embeddings.js'
import { openWebWorld, runHere, type WebWorld } from './web-world.js'

/** Similarities of two runs may differ by rounding, and by no more. */
export const EPSILON = 1e-5

/** The second has nothing to do with the first. */
export const SCORERS = ['toy', 'colours'] as const

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
  /** Where similarity_toy is cut: on a row, so that a rounding could show. */
  readonly threshold: number
  /** Scored rows that lie within ε of it, and their similarity. */
  readonly atThreshold: readonly (readonly [key: string, similarity: number])[]
  /** That the undisturbed run made, by the site's own log. */
  readonly requests: number
  readonly seconds: number
  readonly problems: readonly string[]
}

/** Opens the site and runs once undisturbed, by two scorers, cut in the middle. */
export async function openWebProof(folder: string): Promise<WebProof> {
  const models = ['toy', `file:${writeColours(join(folder, 'colours'))}`]
  const world = await openWebWorld(folder, { ...WORLD, others: { score: { models, allow_toy: true } } })
  const out = join(folder, 'undisturbed')
  const started = Date.now()
  await runHere(world.recipe, out, [], { until: 'score' })
  const scored = (await readEmbeddings(out, 'toy')).flatMap(({ key, similarity }) =>
    similarity === null ? [] : [[key, similarity] as const],
  )
  const ranked = scored.toSorted(([, a], [, b]) => a - b)
  const threshold = ranked[Math.floor(ranked.length / 4)]?.[1] ?? Number.NaN
  const run = startCli({ recipe: world.recipe, out, workers: 2, sets: [cutAt(threshold)] })
  const code = await run.ended
  const seconds = (Date.now() - started) / 1000
  return {
    folder,
    world,
    undisturbed: code === 0 ? await readDataset(out, SCORERS) : [],
    threshold,
    atThreshold: scored.filter(([, similarity]) => Math.abs(similarity - threshold) <= EPSILON),
    shards: WORLD.urls / WORLD.shardSize,
    requests: world.site.requests.length,
    seconds,
    problems:
      code === 0 ? await wholeProblems(out) : [`ended with ${code}: ${run.messages.slice(0, 5).join(' | ')}`],
  }
}

/** For --set. */
export function cutAt(threshold: number): string {
  return `select.keep={similarity_toy: ${threshold}}`
}

/** What no finished run may have: accounts that do not balance, files that are not promised, scratch. */
export async function wholeProblems(out: string): Promise<readonly string[]> {
  const { problems } = await verifyRun(await openRun(out), { deep: true })
  return [...problems, ...(await takeSnapshot(out)).problems]
}
