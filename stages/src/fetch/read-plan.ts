import { type Located, plannedColumns } from '@warc2dataset/schemas'
import { type Duck, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import type { Source } from '../stage.js'

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
 * The candidates of one shard in the order of the plan, one by one, `atOnce` of them under way: each waits for its own
 * site and for nobody else.
 */
export function readPlan(duck: Duck, plan: string, atOnce: number): Source<Located> {
  return {
    name: READ_PLAN.name,
    batchesAtOnce: atOnce,
    read: async function* () {
      const sql = `FROM ${scan([plan], plannedColumns)} ORDER BY "key"`
      for await (const rows of readRows<typeof plannedColumns>(duck, sql, 256)) {
        for (const row of rows) yield [{ ...row, ...NO_CAPTURE }]
      }
    },
  }
}
