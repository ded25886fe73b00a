import type { Columns } from '@warc2dataset/schemas'
import {
  type Data,
  type DataType,
  type FixedSizeList,
  Float16,
  makeBuilder,
  makeData,
  RecordBatch,
  type Schema,
  Struct,
} from 'apache-arrow'
import { embeddingType } from './arrow-columns.js'

/** One column of embeddings of a batch. */
export interface EmbeddingColumn {
  readonly dim: number
  /** float16 rows, one after the other. */
  readonly data: Uint16Array
  /** False for a row without an embedding: null. */
  readonly isThere: readonly boolean[]
}

/** A record batch of `schema`: the columns of the rows in their order, then the embeddings in theirs. */
export function arrowBatch(
  schema: Schema,
  columns: Columns,
  rows: readonly Readonly<Record<string, unknown>>[],
  embeddings: readonly EmbeddingColumn[],
): RecordBatch {
  const named = Object.keys(columns).map((name, at) => {
    const field = schema.fields[at]
    if (field?.name !== name) throw new Error(`Expected a field for ${name}, got ${field?.name}`)
    return plainData(field.type, rows, name)
  })
  const children = [...named, ...embeddings.map(embeddingData)]
  const type = new Struct(schema.fields)
  return new RecordBatch(schema, makeData({ type, length: rows.length, nullCount: 0, children }))
}

function plainData(type: DataType, rows: readonly Readonly<Record<string, unknown>>[], name: string): Data {
  const builder = makeBuilder({ type, nullValues: [null] })
  for (const row of rows) builder.append(row[name] ?? null)
  return builder.finish().flush()
}

function embeddingData({ dim, data, isThere }: EmbeddingColumn): Data<FixedSizeList<Float16>> {
  const length = isThere.length
  const nullBitmap = new Uint8Array(Math.ceil(length / 8))
  isThere.forEach((there, row) => {
    if (there) nullBitmap[row >> 3] = (nullBitmap[row >> 3] ?? 0) | (1 << (row & 7))
  })
  const child = makeData({ type: new Float16(), length: length * dim, nullCount: 0, data })
  const nullCount = isThere.filter((there) => !there).length
  return makeData({ type: embeddingType(dim), length, nullCount, nullBitmap, child })
}
