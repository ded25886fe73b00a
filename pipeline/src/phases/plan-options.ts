import type { Recipe } from '@warc2dataset/schemas'
import { planTable, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import type { PlanOptions } from '@warc2dataset/stages/plan/plan-shards'
import { parseWhere } from '@warc2dataset/stages/where/parse-where'
import { pinnedLists } from './pinned-lists.js'

/** What a recipe asks of the plan; an estimate asks the same. */
export function planOptions({
  plan,
  opt_out,
  fetch,
  seed,
}: Recipe): Omit<PlanOptions, 'unique' | 'inSample'> {
  return {
    where: parseWhere(plan.where, whereColumns(planTable)),
    blockDomains: plan.block_domains,
    blockLists: pinnedLists(plan.block_lists),
    optOut: { directives: opt_out.directives, tdm: opt_out.tdm },
    shardSize: fetch.shard_size,
    seed,
  }
}
