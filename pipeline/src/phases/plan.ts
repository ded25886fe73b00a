import { PLAN_SHARDS, planShards } from '@warc2dataset/stages/plan/plan-shards'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { shadowSql } from '../unit/shadow.js'
import type { Phase } from './phase.js'
import { readPinned } from './pinned-lists.js'
import { planOptions } from './plan-options.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** All deduped candidates → plan/, one file per fetched shard. One unit: it orders everything. */
export const plan: Phase = {
  name: 'plan',
  upstream: ['dedup'],
  stages: [PLAN_SHARDS],
  // A list is what it holds, not where it lies: moved, renamed or named in another order it is the same.
  config: ({ plan, opt_out, seed, shadow, fetch }) => ({
    plan: {
      ...plan,
      block_lists: [...new Set(plan.block_lists.map((entry) => readPinned(entry).sha256 ?? entry))].sort(),
    },
    opt_out: { directives: [...opt_out.directives].sort(), tdm: opt_out.tdm },
    seed,
    shadow,
    fetch: { shard_size: fetch.shard_size },
  }),
  units: async (view) => [{ id: 'all', inputs: [inputOfAll('dedup', await view.commits('dedup'))] }],
  run: (job) =>
    withDuck(job, job.machine.cores, async (duck) => {
      const { recipe } = job.view
      const unique = await inputs(job, filesUnder(await job.view.commits('dedup'), 'deduped/'))
      const options = { ...planOptions(recipe), unique, inSample: shadowSql(recipe.shadow) }
      const ledger = job.output('ledger/phase=plan/all.parquet')
      const shard = (digits: string): string => job.output(`plan/${digits}.parquet`)
      const { counts, shards } = await planShards(duck, options, { ledger, shard })
      return { counts, account: { shards }, ledgerRows: await countRows(duck, ledger) }
    }),
}
