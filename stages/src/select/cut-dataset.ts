import { type Duck, literal } from '../parquet/duck.js'

export interface CutOptions {
  readonly seed: number
  /** Samples per dataset shard, at most. */
  readonly shardSize: number
  /** Picture bytes per dataset shard, at most, unless one picture alone is larger. */
  readonly maxShardBytes: number
}

/**
 * Shuffles the kept samples by hash(seed, key) and cuts them to dataset shards of at most `shardSize` samples and
 * `maxShardBytes` picture bytes. Leaves table `chosen`; returns the size of each shard in samples.
 */
export async function cutDataset(
  duck: Duck,
  { seed, shardSize, maxShardBytes }: CutOptions,
): Promise<readonly number[]> {
  await duck.run(`CREATE TEMP TABLE places AS
    SELECT "key", candidate_id, similarity, "text", text_kind, tar_size,
      (row_number() OVER (ORDER BY ${shuffled(seed)}, "key") - 1)::INTEGER AS place
    FROM judged WHERE is_kept`)
  const starts = [0]
  let samples = 0
  let bytes = 0
  let place = 0
  const result = await duck.connection.stream('SELECT tar_size::DOUBLE FROM places ORDER BY place')
  for await (const rows of result.yieldRows()) {
    for (const [value] of rows) {
      const size = value as number
      if (samples === shardSize || (samples > 0 && bytes + size > maxShardBytes)) {
        starts.push(place)
        samples = 0
        bytes = 0
      }
      samples += 1
      bytes += size
      place += 1
    }
  }
  await duck.run('CREATE TEMP TABLE starts (dataset_shard INTEGER, first INTEGER)')
  await duck.run(
    `INSERT INTO starts VALUES ${starts.map((first, shard) => `(${shard}, ${first})`).join(', ')}`,
  )
  await duck.run(`CREATE TEMP TABLE chosen AS
    SELECT "key", candidate_id, similarity, "text", text_kind, "text" AS caption, text_kind AS caption_source, 'none' AS bucket, dataset_shard,
      (place - first)::INTEGER AS dataset_index
    FROM places ASOF JOIN starts ON place >= first`)
  return place === 0 ? [] : starts.map((first, index) => (starts[index + 1] ?? place) - first)
}

/** SQL of the order of the dataset: neighbours share no site. */
export function shuffled(seed: number): string {
  return `md5(${literal(`${seed}:`)} || "key")`
}
