import { planTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import { PLAN_SHARDS, planShards } from '@warc2dataset/stages/plan/plan-shards'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { shadowSql } from '../unit/shadow.js'
import type { Phase } from './phase.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** All deduped candidates → plan/, one file per fetched shard. One unit: it orders everything. */
export const plan: Phase = {
  name: 'plan',
  upstream: ['dedup'],
  stages: [PLAN_SHARDS],
  config: ({ plan, seed, shadow, fetch }) => ({
    plan,
    seed,
    shadow,
    fetch: { shard_size: fetch.shard_size },
  }),
  units: async (view) => [{ id: 'all', inputs: [inputOfAll('dedup', await view.commits('dedup'))] }],
  run: (job) =>
    withDuck(job, job.machine.cores, async (duck) => {
      const { plan, seed, shadow, fetch } = job.view.recipe
      const unique = await inputs(job, filesUnder(await job.view.commits('dedup'), 'deduped/'))
      const options = {
        unique,
        where: parseWhere(plan.where, whereColumns(planTable)),
        blockDomains: plan.block_domains,
        shardSize: fetch.shard_size,
        seed,
        inSample: shadowSql(shadow),
      }
      const ledger = job.output('ledger/phase=plan/all.parquet')
      const shard = (digits: string): string => job.output(`plan/${digits}.parquet`)
      const { counts, shards } = await planShards(duck, options, { ledger, shard })
      return { counts, account: { shards }, ledgerRows: await countRows(duck, ledger) }
    }),
}
