import { type Located, type locatedColumns, plannedColumns } from '@warc2dataset/schemas'
import { type Duck, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import type { Source } from '../stage.js'
import { captureQuery } from './locate-captures.js'

export const READ_PLAN = { name: 'read-plan', version: 1 } as const

const NO_CAPTURE = {
  capture_filename: null,
  capture_offset: null,
  capture_inner_offset: null,
  capture_date: null,
  capture_status: null,
  capture_bytes: null,
} as const

/**
 * The candidates of one shard in the order of the plan, one by one, `atOnce` of them under way: each waits for its own site
 * and for nobody else. With `records` (those of all archives) each has the capture that the run's archives hold of it; with
 * `only` no others than those keys are read.
 */
export function readPlan(
  duck: Duck,
  plan: string,
  atOnce: number,
  { records = [], only }: { readonly records?: readonly string[]; readonly only?: ReadonlySet<string> } = {},
): Source<Located> {
  return {
    name: READ_PLAN.name,
    batchesAtOnce: atOnce,
    read: async function* () {
      for await (const rows of records.length === 0 ? withoutCaptures(duck, plan) : located()) {
        for (const row of rows) if (only?.has(row.key) !== false) yield [row]
      }
    },
  }

  function located() {
    return readRows<typeof locatedColumns>(duck, `${captureQuery({ plan, records })} ORDER BY "key"`, 256)
  }
}

async function* withoutCaptures(duck: Duck, plan: string): AsyncGenerator<readonly Located[]> {
  const sql = `FROM ${scan([plan], plannedColumns)} ORDER BY "key"`
  for await (const rows of readRows<typeof plannedColumns>(duck, sql, 256)) {
    yield rows.map((row) => ({ ...row, ...NO_CAPTURE }))
  }
}
