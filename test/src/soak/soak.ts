import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerProcess, startServer } from '../polite/server-process.js'
import { type Pair, webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { hostOf, MAX_BYTES, pathOf, planSoak, type SoakPlan } from './soak-plan.js'
import { proveSoak, type SoakProof } from './soak-proof.js'
import { compareFetched } from './soak-rows.js'
import { type KillOrder, type SoakRun, soakRun } from './soak-run.js'

export interface SoakOrder {
  readonly urls: number
  readonly seed: number
  readonly workers: number
  readonly shardSize: number
  /** fetch.total_timeout_ms: what a URL that stays silent costs, and what a busy machine must not need. */
  readonly timeoutMs: number
  readonly kills: KillOrder
}

export interface SoakAccount {
  readonly undisturbed: SoakRun & { readonly proof: SoakProof }
  readonly killed: SoakRun & { readonly proof: SoakProof }
  /** How their datasets differ. */
  readonly differences: readonly string[]
}

/** The busiest domains, which alone would take hours at ten requests a second. */
const RAISED_DOMAINS = 200
const RAISED = { connections: 64, requests_per_second: 500 } as const

/**
 * Fetches a plan twice, once undisturbed and once killed again and again, and holds both against the plan, the server's
 * log and each other. So that it ends: `fetch.site_limits` of the 200 busiest domains are raised, a timeout is some
 * seconds, and what may pass is asked for twice.
 */
export async function soak(
  folder: string,
  { urls, seed, workers, shardSize, timeoutMs, kills }: SoakOrder,
  tell: (line: string) => void = () => {},
): Promise<SoakAccount> {
  await mkdir(folder, { recursive: true })
  const plan = planSoak({ urls, seed })
  const server = await startServer('soak/soak-server-main.js', { urls, seed })
  try {
    const recipe = await writeRecipe(folder, plan, server.port, { shardSize, timeoutMs })
    const run = async (name: string, kill: KillOrder | null): Promise<SoakAccount['killed']> => {
      await server.forget()
      const out = join(folder, name)
      tell(`${name}: begun`)
      const ran = await soakRun({ recipe, out, workers }, kill)
      tell(`${name}: through after ${ran.seconds.toFixed(0)} s`)
      return { ...ran, proof: await proveSoak(plan, out, ran, await server.requests()) }
    }
    const undisturbed = await run('undisturbed', null)
    const killed = await run('killed', kills)
    const differences = await compareFetched(join(folder, 'undisturbed'), join(folder, 'killed'))
    return { undisturbed, killed, differences }
  } finally {
    await server.close()
  }
}

async function writeRecipe(
  folder: string,
  plan: SoakPlan,
  port: ServerProcess['port'],
  { shardSize, timeoutMs }: Pick<SoakOrder, 'shardSize' | 'timeoutMs'>,
): Promise<string> {
  const pairs = plan.urls.map(
    ({ domain, index }): Pair => [`https://${hostOf(domain)}${pathOf(index)}`, `picture number ${index}`],
  )
  await writeList(join(folder, 'list.parquet'), pairs)
  const domains = plan.robots.map((_, domain) => domain)
  const resolve = Object.fromEntries(domains.map((domain) => [hostOf(domain), `127.0.0.1:${port}`]))
  const raised = domains
    .slice(0, RAISED_DOMAINS)
    .map((domain) => [hostOf(domain).replace('img.', ''), RAISED])
  const fetch = {
    retries: 1,
    total_timeout_ms: timeoutMs,
    max_bytes: MAX_BYTES,
    site_limits: Object.fromEntries(raised),
  }
  const recipe = webRecipe(
    { resolve },
    { list: 'list.parquet', shardSize, fetch, others: { score: { models: [] } } },
  )
  return writeWebRecipe(folder, 'recipe.json', recipe)
}
