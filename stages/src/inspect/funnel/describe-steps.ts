import { DROP_REASONS, FAILURE_CODES, type Rate, type Step } from '@warc2dataset/schemas'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { bit, hasBit, type Inspected, type StepOfWay } from '../pair-table.js'

/** SQL for people: gives the rows that left at a step. */
export type QueryOf = (step: StepOfWay) => string

interface Tally {
  readonly saw: number
  readonly cut: number
  readonly only: number
  readonly shadowSaw: number
  readonly shadowCut: number
  readonly shadowOnly: number
}

const ABOUT: Readonly<Record<string, string>> = { ...DROP_REASONS, ...FAILURE_CODES }

/** What each step saw and cut, with intervals over clusters; in one pass over the pairs. */
export async function describeSteps(inspected: Inspected, queryOf: QueryOf): Promise<readonly Step[]> {
  const { steps, subject } = inspected
  if (steps.length === 0) return []
  const clusters = await tallyClusters(inspected)
  const left = await leftByStep(inspected)
  return steps.map((step, at): Step => {
    const tallies = clusters.map((cluster) => cluster[at]).filter((tally) => tally !== undefined)
    const total = (name: keyof Tally): number => tallies.reduce((sum, tally) => sum + tally[name], 0)
    const reasons = left
      .filter((row) => row.step === at)
      .map(({ reason, n }) => ({ reason, about: ABOUT[reason] ?? reason, left: n }))
    const shadow = {
      saw: total('shadowSaw'),
      cut: total('shadowCut'),
      only: total('shadowOnly'),
      rate: rateOf(tallies.map(({ shadowCut, shadowSaw }) => ({ k: shadowCut, n: shadowSaw }))),
    }
    return {
      id: `s${at}`,
      phase: step.phase,
      outcome: step.outcome,
      filter: step.filter,
      reasons,
      left: reasons.reduce((sum, reason) => sum + reason.left, 0),
      saw: total('saw'),
      cut: total('cut'),
      only: total('only'),
      rate: rateOf(tallies.map(({ cut, saw }) => ({ k: cut, n: saw }))),
      shadow: subject.shadow === null ? null : shadow,
      query: queryOf(step),
    }
  })
}

/** By cluster, the tally of every step. */
async function tallyClusters({ duck, steps }: Inspected): Promise<readonly (readonly Tally[])[]> {
  const columns = steps.flatMap((_, at) => {
    const [saw, cut] = [hasBit('saw', at), hasBit('cut', at)]
    const [sawAll, cutAll] = [hasBit('saw_all', at), hasBit('cut_all', at)]
    const conditions: Readonly<Record<keyof Tally, string>> = {
      saw,
      cut,
      only: `cut = ${bit(at)}`,
      shadowSaw: `in_shadow AND ${sawAll}`,
      shadowCut: `in_shadow AND ${cutAll}`,
      shadowOnly: `in_shadow AND cut_all = ${bit(at)}`,
    }
    return Object.entries(conditions).map(
      ([name, condition]) => `count(*) FILTER (${condition})::DOUBLE AS ${name}${at}`,
    )
  })
  const rows = await duck.rows<Readonly<Record<string, number>>>(
    `SELECT ${columns.join(', ')} FROM pairs GROUP BY "cluster" ORDER BY "cluster"`,
  )
  return rows.map((row) =>
    steps.map((_, at): Tally => {
      const of = (name: keyof Tally): number => row[`${name}${at}`] ?? 0
      return {
        saw: of('saw'),
        cut: of('cut'),
        only: of('only'),
        shadowSaw: of('shadowSaw'),
        shadowCut: of('shadowCut'),
        shadowOnly: of('shadowOnly'),
      }
    }),
  )
}

async function leftByStep({
  duck,
}: Inspected): Promise<readonly { readonly step: number; readonly reason: string; readonly n: number }[]> {
  return duck.rows(`SELECT left_step::DOUBLE AS step, reason, count(*)::DOUBLE AS n FROM pairs
    WHERE left_step >= 0 GROUP BY ALL ORDER BY step, n DESC, reason`)
}

function rateOf(clusters: readonly { readonly k: number; readonly n: number }[]): Rate {
  const [k, n] = [
    clusters.reduce((sum, one) => sum + one.k, 0),
    clusters.reduce((sum, one) => sum + one.n, 0),
  ]
  const interval = clusterWilson(clusters)
  return { k, n, rate: n === 0 ? null : k / n, low: interval?.low ?? null, high: interval?.high ?? null }
}
