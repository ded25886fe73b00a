import { type LedgerRow, type Planned, type Unique, uniqueColumns } from '@warc2dataset/schemas'
import { planTable, whereColumns } from '../judge/where-columns.js'
import { fillRow, withTables } from '../parquet/test-rows.js'
import { parseWhere } from '../where/parse-where.js'
import { type PlanOptions, planShards } from './plan-shards.js'

/** For tests: a candidate of https://site.example on https://page.example. */
export const unique = (id: number, values: Partial<Unique> = {}): Unique =>
  fillRow(uniqueColumns, {
    candidate_id: BigInt(id),
    url: `https://site.example/${id}.jpg`,
    url_domain: 'site.example',
    page_url: 'https://page.example/',
    page_domain: 'page.example',
    text: 'a text',
    text_length: 6,
    ...values,
  })

/** For tests: plans these candidates; those from 1000 on are in the shadow sample. `filter` is plan.where. */
export function plan(
  rows: readonly Unique[],
  options: Partial<PlanOptions> & { where?: never; filter?: string } = {},
) {
  return withTables(async ({ duck, path, write, read }) => {
    const { filter = 'true', ...rest } = options
    const shardPaths: string[] = []
    const { counts } = await planShards(
      duck,
      {
        unique: [await write('unique.parquet', uniqueColumns, rows)],
        where: parseWhere(filter, whereColumns(planTable)),
        blockDomains: [],
        blockLists: [],
        optOut: { directives: [], tdm: false },
        shardSize: 10,
        seed: 1,
        inSample: '(candidate_id >= 1000)',
        ...rest,
      },
      {
        ledger: path('ledger.parquet'),
        shard: (digits) => {
          shardPaths.push(path(`${digits}.parquet`))
          return path(`${digits}.parquet`)
        },
      },
    )
    const shards = await Promise.all(shardPaths.map((shard) => read<Planned>(shard)))
    return { counts, shards, ledger: await read<LedgerRow>(path('ledger.parquet')) }
  })
}
