import { type Located, type locatedColumns, plannedColumns, recordColumns } from '@warc2dataset/schemas'
import { type Duck, names, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import type { Source } from '../stage.js'

const BATCH_ROWS = 256
const BATCH_BYTES = 32 * 2 ** 20

export interface ShardInput {
  /** The plan's file of the shard. */
  readonly plan: string
  /** records/ of all archives. */
  readonly records: readonly string[]
  /** Bodies are cut there, so a batch counts no more for one picture. */
  readonly maxBytes: number
}

export const LOCATE_CAPTURES = { name: 'locate-captures', version: 1 } as const

/**
 * The candidates of one shard, each with the response record that holds its picture: a 200 before others, then the
 * nearest in time to the page, then the lowest offset. In archive order, so that an archive is read forwards.
 */
export function locateCaptures(duck: Duck, input: ShardInput): Source<Located> {
  return {
    name: LOCATE_CAPTURES.name,
    read: async function* () {
      const rows = readRows<typeof locatedColumns>(
        duck,
        `${captureQuery(input)} ${ARCHIVE_ORDER}`,
        BATCH_ROWS,
      )
      for await (const batch of rows) yield* closeByBytes(batch, input.maxBytes)
    },
  }
}

function* closeByBytes(rows: readonly Located[], maxBytes: number): Generator<readonly Located[]> {
  let batch: Located[] = []
  let bytes = 0
  for (const row of rows) {
    const size = Math.min(Number(row.capture_bytes ?? 0n), maxBytes)
    if (batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(row)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

const ARCHIVE_ORDER = 'ORDER BY capture_filename, capture_offset, capture_inner_offset, "key"'

/** SQL: the plan's rows, each with the best response record that there is; in no order. */
export function captureQuery({ plan, records }: Pick<ShardInput, 'plan' | 'records'>): string {
  return `
    WITH planned AS (FROM ${scan([plan], plannedColumns)}),
    captures AS (
      SELECT "key", r.warc_filename AS capture_filename, r."offset" AS capture_offset,
        r.inner_offset AS capture_inner_offset, r."date" AS capture_date, r.status AS capture_status,
        r.block_length AS capture_bytes,
        row_number() OVER (PARTITION BY "key" ORDER BY coalesce(r.status, 200) <> 200,
          abs(r."date" - page_date) NULLS LAST, r."offset", r.inner_offset, r.warc_filename) AS rank
      FROM planned JOIN ${scan(records, recordColumns)} r ON r.url_hash = planned.url_hash AND r.url = planned.url
      WHERE r."type" IN ('response', 'resource'))
    SELECT ${names(plannedColumns, 'planned.')}, captures.* EXCLUDE ("key", rank)
    FROM planned LEFT JOIN captures ON captures."key" = planned."key" AND rank = 1`
}
