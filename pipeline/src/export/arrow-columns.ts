import { annotatorColumns, type Columns, column, nullable, similarityColumns } from '@warc2dataset/schemas'
import { identifier } from '@warc2dataset/stages/parquet/duck'
import {
  type DataType,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  Schema,
  Utf8,
} from 'apache-arrow'
import type { RunView } from '../phases/phase.js'

/** The embeddings that one scorer adds. */
export interface EmbeddedBy {
  readonly scorer: string
  readonly dim: number
}

/** Columns of an Arrow export that are in dataset/, with the names that they have there. */
export interface ArrowTable {
  readonly columns: Columns
  readonly from: Readonly<Record<string, string>>
}

const own = {
  key: column('string', 'Key of the sample.'),
  url: column('string', 'Picture URL.'),
  caption: column('string', 'Text chosen for training.'),
  text: column('string', 'Text found on the page.'),
  similarity: nullable('double', 'Cosine of text by the primary scorer; null: not scored.'),
} as const

/** What a run's dataset gives to an Arrow export: the same for every shard. */
export function arrowTable({ scorers, annotators }: Pick<RunView, 'scorers' | 'annotators'>): ArrowTable {
  const scores = similarityColumns(scorers.map(({ name }) => name))
  const columns: Columns = { ...own, ...scores, ...Object.assign({}, ...annotators.map(annotatorColumns)) }
  const renamed: Readonly<Record<string, string>> = { url: 'URL', text: 'TEXT' }
  const from = Object.fromEntries(Object.keys(columns).map((name) => [name, renamed[name] ?? name]))
  return { columns, from }
}

/** SQL: the columns of a table under the names of the export. */
export function arrowSelect({ from }: ArrowTable, prefix: string): string {
  return Object.entries(from)
    .map(([name, source]) => `${prefix}${identifier(source)} AS ${identifier(name)}`)
    .join(', ')
}

/** Type of an embedding: [dim] float16, as stored. */
export function embeddingType(dim: number): FixedSizeList<Float16> {
  return new FixedSizeList(dim, new Field('item', new Float16(), false))
}

/**
 * Schema of an Arrow export: the table, then `image_<scorer>` and `text_<scorer>` of each scorer. Its metadata says what
 * a column means and which model is behind a scorer.
 */
export function arrowSchema(
  { columns }: ArrowTable,
  embedded: readonly EmbeddedBy[],
  scorers: RunView['scorers'],
): Schema {
  const about = (text: string): Map<string, string> => new Map([['about', text]])
  const fields = Object.entries(columns).map(
    ([name, { type, nullable, about: text }]) => new Field(name, typeOf(name, type), nullable, about(text)),
  )
  const vectors = embedded.flatMap(({ scorer, dim }) => [
    new Field(`image_${scorer}`, embeddingType(dim), true, about('Of the stored picture, L2-normalised.')),
    new Field(
      `text_${scorer}`,
      embeddingType(dim),
      true,
      about('Of the text of the page that is most similar by this scorer, L2-normalised.'),
    ),
  ])
  const models = scorers.map(
    ({ name, id, digest }) => [`scorer.${name}`, `${id}, manifest sha256 ${digest}`] as const,
  )
  return new Schema([...fields, ...vectors], new Map(models))
}

function typeOf(name: string, type: Columns[string]['type']): DataType {
  switch (type) {
    case 'string':
      return new Utf8()
    case 'double':
      return new Float64()
    case 'float':
      return new Float32()
    case 'int32':
      return new Int32()
    default:
      throw new TypeError(`Expected a plain column for ${name}, got ${type}`)
  }
}
