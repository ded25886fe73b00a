import { type Counts, plannedColumns, type Recipe, recordColumns } from '@warc2dataset/schemas'
import { dedupBucket } from '@warc2dataset/stages/dedup/dedup-bucket'
import { bucketRange } from '@warc2dataset/stages/dedup/hash-buckets'
import { type Duck, scan } from '@warc2dataset/stages/parquet/duck'
import { planShards } from '@warc2dataset/stages/plan/plan-shards'
import { kindsOf } from '../phases/candidate-line.js'
import { planOptions } from '../phases/plan-options.js'
import { withDuckIn } from '../storage/temp-duck.js'
import type { SampledUnit } from './sample-line.js'

/** What dedup and plan made of the sample. */
export interface JudgedSample {
  readonly dedup: Counts
  readonly plan: Counts
  /** Planned URLs with a 200 record in the sampled archives, and the mean size of its block; null of lists. */
  readonly captures: { readonly found: number; readonly meanBytes: number } | null
}

/** Runs dedup and plan over the sampled candidates, as the run would over all. */
export async function judgeSample(
  sampled: readonly SampledUnit[],
  recipe: Recipe,
  scratch: string,
): Promise<JudgedSample> {
  const unique = `${scratch}/unique.parquet`
  const shards: string[] = []
  const dedupCounts = await withDuckIn(scratch, (duck) =>
    dedupBucket(
      duck,
      {
        candidates: sampled.map(({ candidates }) => candidates),
        range: bucketRange(0, 1),
        kinds: kindsOf(recipe),
        maxTexts: recipe.dedup.max_texts,
      },
      { unique, ledger: `${scratch}/dedup-ledger.parquet` },
    ),
  )
  return withDuckIn(scratch, async (duck) => {
    const { counts } = await planShards(
      duck,
      { ...planOptions(recipe), unique: [unique], inSample: 'false' },
      {
        ledger: `${scratch}/plan-ledger.parquet`,
        shard: (digits) => {
          shards.push(`${scratch}/plan-${digits}.parquet`)
          return `${scratch}/plan-${digits}.parquet`
        },
      },
    )
    const records = sampled.map((unit) => unit.records).filter((path) => path !== null)
    const captures = recipe.source.pairs === undefined ? await findCaptures(duck, shards, records) : null
    return { dedup: dedupCounts, plan: counts, captures }
  })
}

async function findCaptures(
  duck: Duck,
  planned: readonly string[],
  records: readonly string[],
): Promise<JudgedSample['captures']> {
  const [row] = await duck.rows<{ found: number; mean: number | null }>(`
    SELECT count(*)::DOUBLE AS found, avg(bytes)::DOUBLE AS mean FROM (
      SELECT "key", min(r.block_length) AS bytes
      FROM ${scan(planned, plannedColumns)} p JOIN ${scan(records, recordColumns)} r
        ON r.url_hash = p.url_hash AND r.url = p.url
      WHERE r."type" IN ('response', 'resource') AND coalesce(r.status, 200) = 200 GROUP BY "key")`)
  return { found: row?.found ?? 0, meanBytes: row?.mean ?? 0 }
}
