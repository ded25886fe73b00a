import type { Columns, RowOf } from '@warc2dataset/schemas'
import type { Duck } from './duck.js'

/**
 * Streams the rows of a query in batches of at most `size` rows; memory is bounded by the batch.
 * The query must give exactly the columns of the table named by the type.
 */
export async function* readRows<C extends Columns>(
  duck: Duck,
  sql: string,
  size: number,
): AsyncGenerator<readonly RowOf<C>[]> {
  const result = await duck.connection.stream(sql)
  let batch: RowOf<C>[] = []
  for await (const rows of result.yieldRowObjectJs()) {
    for (const row of rows) {
      batch.push(row as RowOf<C>)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
