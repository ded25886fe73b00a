import { type Columns, datasetColumns } from '@warc2dataset/schemas'

/** The columns of dataset/ that LAION-5B has, in its names, types and order: those before our own first one, `key`. */
export const laionColumns: Columns = Object.fromEntries(
  Object.entries(datasetColumns).slice(0, Object.keys(datasetColumns).indexOf('key')),
)
