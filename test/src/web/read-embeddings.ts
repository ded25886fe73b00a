import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { query } from '../bad-input/query.js'

/** One scored picture with its rows of img_emb and text_emb, rounded to fp16 as they are stored. */
export interface Embedded {
  readonly shard: string
  readonly key: string
  readonly similarity: number | null
  readonly picture: Float32Array
  readonly text: Float32Array
}

/** Every scored picture of a run, shard by shard. @throws Error where the three files have other lengths. */
export async function readEmbeddings(out: string, scorer: string): Promise<readonly Embedded[]> {
  const folder = join(out, 'scored', scorer)
  const names = (await readdir(join(folder, 'metadata'))).sort()
  const shards = names.map((name) => name.replace(/^metadata_|\.parquet$/g, ''))
  return (await Promise.all(shards.map((shard) => readShard(folder, shard)))).flat()
}

async function readShard(folder: string, shard: string): Promise<readonly Embedded[]> {
  const rows = await query(
    `SELECT key, similarity, file_row_number AS n
     FROM read_parquet('${folder}/metadata/metadata_${shard}.parquet', file_row_number = true) ORDER BY n`,
  )
  const [images, texts] = await Promise.all(
    ['img_emb', 'text_emb'].map((kind) => readNpy(join(folder, kind, `${kind}_${shard}.npy`))),
  )
  if (images?.rows !== rows.length || texts?.rows !== rows.length) {
    throw new Error(
      `Expected ${rows.length} rows in both .npy of ${shard}, got ${images?.rows}, ${texts?.rows}`,
    )
  }
  const row = ({ data, columns }: typeof images, index: number): Float32Array =>
    data.subarray(index * columns, (index + 1) * columns)
  return rows.map(({ key, similarity }, index) => ({
    shard,
    key: String(key),
    similarity: similarity === null ? null : Number(similarity),
    picture: row(images, index),
    text: row(texts, index),
  }))
}

/** Cosine of two vectors of any length, in double. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0]
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0
    ab += value * other
    aa += value * value
    bb += other * other
  }
  return ab / Math.sqrt(aa * bb)
}
