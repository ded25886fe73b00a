import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { identifier } from '@warc2dataset/stages/parquet/duck'
import type { ExportTarget } from './export-target.js'
import { laionColumns } from './laion-columns.js'
import { bytesAsFiles, partsOf, shardTable, writePictures } from './picture-files.js'

/** Readers that heed no case take TEXT and text for one column, so LAION's is told from the caption by name. */
const RENAMED: Readonly<Record<string, string>> = { TEXT: 'page_text' }

/**
 * train/NNNNN/<key>.jpg with a metadata.parquet beside the pictures: Hugging Face reads one per folder, and takes
 * `file_name` from there. Parquet and not JSON lines, since a column that is null in one shard must keep its type.
 */
export const toImagefolder: ExportTarget = async (source) => ({
  parts: await partsOf(source, async (shard) => ({
    name: `train/${shard.shard}`,
    bytes: (await bytesAsFiles(source, shard, false)) + shard.parquet.bytes,
    write: async (path) => {
      await mkdir(path)
      await writePictures(source, shard, path)
      await source.duck.copy(
        `SELECT ${metadata()} FROM ${await shardTable(source, shard)}`,
        'tar_offset',
        join(path, 'metadata.parquet'),
      )
    },
  })),
  documents: [],
})

function metadata(): string {
  const own = [`"key" || '.jpg' AS file_name`, 'caption AS "text"', 'caption_source', '"key"']
  const laion = Object.keys(laionColumns).map((name) =>
    name in RENAMED ? `${identifier(name)} AS ${identifier(RENAMED[name] ?? name)}` : identifier(name),
  )
  return [...own, ...laion].join(', ')
}
