import { names } from '@warc2dataset/stages/parquet/duck'
import { croissant } from './croissant.js'
import { datasetCard } from './dataset-card.js'
import type { ExportTarget } from './export-target.js'
import { laionColumns } from './laion-columns.js'
import { laionFacts } from './laion-facts.js'
import { shardTable } from './picture-files.js'

/** Metadata only, as LAION publishes it: part-NNNNN.snappy.parquet, and what a reader must know. */
export const toLaion: ExportTarget = async (source) => {
  const facts = await laionFacts(source)
  return {
    parts: source.shards.map((shard) => ({
      name: `part-${shard.shard}.snappy.parquet`,
      // Some columns of it.
      bytes: shard.parquet.bytes,
      write: async (path) =>
        source.duck.copy(
          `SELECT ${names(laionColumns)} FROM ${await shardTable(source, shard)}`,
          'tar_offset',
          path,
        ),
    })),
    documents: [
      { name: 'README.md', text: () => datasetCard(facts) },
      { name: 'croissant.json', text: (parts) => croissant(facts, parts) },
      { name: 'ancestry.json', text: () => `${JSON.stringify(facts.ancestry, null, 2)}\n` },
    ],
  }
}
