import type { FunnelSection } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { clusterRate } from '../rate/cluster-rates.js'
import { describeSteps, type QueryOf } from './describe-steps.js'
import { measureParts } from './measure-parts.js'

export interface FunnelOptions {
  /** What became of every picture reference; null: rows did not come from pages. */
  readonly references: FunnelSection['references']
  readonly queryOf: QueryOf
  /** Parts of fewer candidates are joined. */
  readonly minimum: number
}

/** The way from every picture reference to the dataset, with the reasons at each phase. */
export async function measureFunnel(inspected: Inspected, options: FunnelOptions): Promise<FunnelSection> {
  const { duck, phases } = inspected
  const [totals] = await duck.rows<{ candidates: number; kept: number }>(
    `SELECT count(*)::DOUBLE AS candidates, count(*) FILTER (kept)::DOUBLE AS kept FROM pairs`,
  )
  const left = await leftByPhase(inspected)
  const candidates = totals?.candidates ?? 0
  let entered = candidates
  const passages = phases.map((phase, at) => {
    const out = entered - (left.get(at) ?? 0)
    const passage = { phase, in: entered, out }
    entered = out
    return passage
  })
  const by = [] as FunnelSection['by'][number][]
  for (const axis of ['language', 'script', 'text_kind', 'domain'] as const) {
    by.push({ axis, parts: await measureParts(inspected, axis, options.minimum) })
  }
  return {
    references: options.references,
    candidates,
    kept: totals?.kept ?? 0,
    rate: await clusterRate(duck, { of: 'kept', among: 'true' }),
    phases: passages,
    steps: await describeSteps(inspected, options.queryOf),
    by,
  }
}

async function leftByPhase({ duck }: Inspected): Promise<ReadonlyMap<number, number>> {
  const rows = await duck.rows<{ phase: number; n: number }>(
    `SELECT left_phase::DOUBLE AS phase, count(*)::DOUBLE AS n FROM pairs GROUP BY ALL`,
  )
  return new Map(rows.map(({ phase, n }) => [phase, n]))
}
