import { commitsOf } from '../bad-input/commits.js'
import type { Served } from '../polite/serve-answers.js'
import { wholeProblems } from '../web/web-proof.js'
import { fateOf, hostOf, movedPathOf, pathOf, type SoakPlan, type SoakUrl } from './soak-plan.js'
import { readRows, type SoakRow } from './soak-rows.js'
import type { SoakRun } from './soak-run.js'

/** What a run over a plan left, held against the plan and the server's log. */
export interface SoakProof {
  readonly rows: number
  readonly pictures: number
  readonly requests: number
  /** Requests for pictures beyond what an undisturbed run needs, by shards that were under way at a kill. */
  readonly again: number
  /** URLs of the other shards, each asked for exactly as often as it needs. */
  readonly exact: number
  readonly problems: readonly string[]
}

export async function proveSoak(
  plan: SoakPlan,
  out: string,
  { disturbed, problems: ran }: SoakRun,
  served: readonly Served[],
): Promise<SoakProof> {
  const problems = [...ran, ...(await wholeProblems(out))]
  const rows = await readRows(out)
  const urls = new Map(plan.urls.map((url) => [urlOf(url), url]))
  const asked = countByPath(served)
  const ended = await commitTimes(out)
  const seen = new Set<string>()
  let [again, exact] = [0, 0]
  for (const row of rows) {
    const planned = urls.get(row.url)
    if (planned === undefined || seen.has(row.url)) {
      problems.push(
        `${row.url}: Expected one row of a planned URL, got ${planned === undefined ? 'another' : 'two'}`,
      )
      continue
    }
    seen.add(row.url)
    const { reason } = fateOf(plan, planned)
    if (row.reason !== reason)
      problems.push(`${row.url}: Expected ${reason ?? 'a picture'}, got ${row.reason}`)
    for (const { path, wanted } of wishesOf(plan, planned, row)) {
      const { times = 0, last = 0 } = asked.get(hostOf(planned.domain) + path) ?? {}
      if (last > (ended.get(row.unit) ?? 0))
        problems.push(`${row.url}: asked for after its shard was committed`)
      if (!disturbed.has(row.unit) && times === wanted) exact += 1
      else if (disturbed.has(row.unit) && times >= Math.min(wanted, 1)) again += Math.max(0, times - wanted)
      else problems.push(`${row.url}: Expected ${wanted} requests for ${path}, got ${times}`)
    }
  }
  if (seen.size < plan.urls.length) problems.push(`${plan.urls.length - seen.size} URLs have no row`)
  const pictures = rows.filter(({ reason }) => reason === null).length
  return { rows: rows.length, pictures, requests: served.length, again, exact, problems }
}

/** How often the paths of a URL must have been asked for, where nothing was killed. */
function wishesOf(
  plan: SoakPlan,
  url: SoakUrl,
  { attempts }: SoakRow,
): readonly { readonly path: string; readonly wanted: number }[] {
  const own = { path: pathOf(url.index), wanted: attempts ?? fateOf(plan, url).asks }
  const isMoved = url.kind === 'moved' && attempts !== null
  return isMoved ? [own, { path: movedPathOf(url.index), wanted: attempts }] : [own]
}

interface Asked {
  readonly times: number
  /** When it last came. */
  readonly last: number
}

function countByPath(served: readonly Served[]): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>()
  for (const { host, path, from } of served) {
    const { times = 0, last = 0 } = asked.get(host + path) ?? {}
    asked.set(host + path, { times: times + 1, last: Math.max(last, from) })
  }
  return asked
}

/** When each shard was done, ms since 1970. */
async function commitTimes(out: string): Promise<ReadonlyMap<string, number>> {
  return new Map((await commitsOf(out, 'fetch')).map(({ unit, times }) => [unit, times.ended]))
}

function urlOf({ domain, index }: SoakUrl): string {
  return `https://${hostOf(domain)}${pathOf(index)}`
}
