import { readFile } from 'node:fs/promises'
import { parquetMetadata } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/** What a column is in the file: as far as types go, all that an old reader must understand. */
export interface FileColumn {
  readonly path: string
  readonly type: string
  readonly converted: string | null
  readonly logical: string | null
  readonly codec: string
  readonly pages: readonly string[]
  readonly values: number
  readonly nulls: number | null
  readonly hasRange: boolean
}

export interface Footer {
  readonly version: number
  readonly topLevel: readonly string[]
  /** One entry per column of every row group. */
  readonly columns: readonly FileColumn[]
  /** Annotations of groups: LIST and nothing else. */
  readonly groups: readonly string[]
}

/** The footer and the header of every page, as hyparquet decodes them. */
export async function readFooter(path: string): Promise<Footer> {
  const bytes = await readFile(path)
  const { version, schema, row_groups } = parquetMetadata(bytes)
  const [root, ...elements] = schema
  const leaves = elements.filter(({ type }) => type !== undefined)
  const columns = row_groups.flatMap((group) =>
    group.columns.map(({ meta_data: meta }, index): FileColumn => {
      const leaf = leaves[index]
      if (meta === undefined || leaf?.type === undefined) throw new TypeError(`Expected a leaf for ${index}`)
      const { statistics } = meta
      const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset)
      return {
        path: meta.path_in_schema.join('.'),
        type: meta.type,
        converted: leaf.converted_type ?? null,
        logical: leaf.logical_type?.type ?? null,
        codec: meta.codec,
        pages: pageTypes(bytes.subarray(start, start + Number(meta.total_compressed_size))),
        values: Number(meta.num_values),
        nulls: statistics?.null_count === undefined ? null : Number(statistics.null_count),
        hasRange: statistics?.min_value !== undefined && statistics.max_value !== undefined,
      }
    }),
  )
  const groups = elements.flatMap(({ type, converted_type, logical_type }) =>
    type === undefined ? [converted_type, logical_type?.type].filter((name) => name !== undefined) : [],
  )
  return { version, topLevel: topLevelNames(root?.num_children ?? 0, elements), columns, groups }
}

function pageTypes(chunk: Buffer): string[] {
  const types: string[] = []
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 }
  while (reader.offset < chunk.length) {
    const header = parquetHeader(reader)
    types.push(header.type)
    reader.offset += header.compressed_page_size
  }
  return types
}

interface Element {
  readonly name: string
  readonly num_children?: number
}

function topLevelNames(count: number, elements: readonly Element[]): string[] {
  const names: string[] = []
  let at = 0
  const skip = (): Element | undefined => {
    const element = elements[at]
    at += 1
    for (let child = 0; child < (element?.num_children ?? 0); child += 1) skip()
    return element
  }
  while (names.length < count) names.push(skip()?.name ?? '')
  return names
}
