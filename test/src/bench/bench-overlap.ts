import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLI } from '../place.js'
import { pairsOf, webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { resolveTo } from '../web/picture-site.js'
import { planSite } from '../web/site-plan.js'
import { startSite } from '../web/start-site.js'
import { type Measured, measure, median } from './measure.js'

const ROUNDS = 3
const LATENCY_MS = 50
const CONNECTIONS = 2
const SHARD_SIZE = 50
/** Together may take so much longer than the slower of the two alone. */
const TARGET = 1.2

/**
 * `overlap [URLS] [DOMAINS]`: fetch over a site that answers after 50 ms, score of what was fetched, and both at once,
 * each with the start of its processes.
 */
export async function benchOverlap(urls: number, domains: number): Promise<void> {
  const size = { seed: 'overlap', urls, domains, pictures: 100 }
  const site = await startSite({ ...size, latencyMs: LATENCY_MS })
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-overlap-'))
  try {
    const plan = planSite(size)
    await writeList(join(folder, 'list.csv'), pairsOf(plan))
    const resolve = resolveTo(plan, site.port)
    const recipe = await writeWebRecipe(
      folder,
      'recipe.json',
      webRecipe({ resolve }, { list: 'list.csv', shardSize: SHARD_SIZE }),
    )
    const out = join(folder, 'run')
    const until = (phase: string): Promise<Measured> =>
      measure([
        ...[process.execPath, CLI, 'run', recipe, '--out', out, '--workers', '2', '--score-workers', '1'],
        ...['--provider', 'cpu', '--quiet', '--until', phase],
      ])
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await rm(out, { recursive: true, force: true })
      const [fetch, score] = [await until('fetch'), await until('score')]
      await rm(out, { recursive: true, force: true })
      rounds.push({ fetch, score, together: await until('score') })
    }
    print(urls, domains, rounds)
  } finally {
    await site.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Round {
  readonly fetch: Measured
  readonly score: Measured
  readonly together: Measured
}

function print(urls: number, domains: number, rounds: readonly Round[]): void {
  const seconds = (of: keyof Round): number => median(rounds.map((round) => round[of].seconds))
  const ratio = median(
    rounds.map(({ fetch, score, together }) => together.seconds / Math.max(fetch.seconds, score.seconds)),
  )
  const most = (domains * CONNECTIONS * 1000) / LATENCY_MS
  const cells = [
    urls,
    domains,
    seconds('fetch').toFixed(1),
    seconds('score').toFixed(1),
    seconds('together').toFixed(1),
    (seconds('fetch') + seconds('score')).toFixed(1),
    `${ratio.toFixed(2)} (target ≤ ${TARGET})`,
    rounds.map(({ together }) => together.seconds.toFixed(1)).join(', '),
  ]
  process.stdout.write(`| URLs | domains | fetch alone s | score alone s | together s | one after the other s | together / slower alone | each together |
|---|---|---|---|---|---|---|---|
| ${cells.join(' | ')} |
Medians of ${ROUNDS} rounds, starts of all processes included. Fetch is bounded by latency: ${domains} domain(s) with
${CONNECTIONS} connections at ${LATENCY_MS} ms give at most ${most} URLs/s; alone it reached ${(urls / seconds('fetch')).toFixed(1)} over all, extract to plan included.
`)
}
