import { placementColumns } from '@warc2dataset/schemas'
import { type Duck, identifier, literal } from '../parquet/duck.js'

export interface CutOptions {
  readonly seed: number
  /** Samples per dataset shard, at most. */
  readonly shardSize: number
  /** Picture bytes per dataset shard, at most, unless one picture alone is larger; as fetch stored them. */
  readonly maxShardBytes: number
}

/** One shard of the dataset: all its pictures are of one bucket. */
export interface CutShard {
  /** WIDTHxHEIGHT; none without buckets. */
  readonly bucket: string
  readonly samples: number
  /** Part of the dataset that it belongs to; absent if that is one. */
  readonly split?: string
}

/** What a kept sample takes along from table `judged`. */
const CARRIED = [
  'key',
  'candidate_id',
  'similarity',
  'text',
  'text_kind',
  'language',
  'script',
  'text_class',
  'split',
  ...Object.keys(placementColumns),
]

/**
 * Shuffles the rows of table `kept_rows`, of each part and bucket, by hash(seed, key) and cuts them to dataset shards of at most `shardSize`
 * samples and `maxShardBytes` picture bytes, bucket after bucket: one that is not full for each bucket at most, but for
 * those that `maxShardBytes` ends. Leaves table `chosen`; returns the shards in their order.
 */
export async function cutDataset(
  duck: Duck,
  { seed, shardSize, maxShardBytes }: CutOptions,
): Promise<readonly CutShard[]> {
  const carried = CARRIED.map(identifier).join(', ')
  const order = `split NULLS FIRST, bucket_width NULLS FIRST, bucket_height, ${shuffled(seed)}, "key"`
  await duck.run(`CREATE TEMP TABLE places AS
    SELECT ${carried}, tar_size, (row_number() OVER (ORDER BY ${order}) - 1)::INTEGER AS place
    FROM kept_rows`)
  const shards: { bucket: string; split: string | null; first: number; samples: number }[] = []
  let bytes = 0
  let place = 0
  const result = await duck.connection.stream(
    'SELECT bucket, split, tar_size::DOUBLE FROM places ORDER BY place',
  )
  for await (const rows of result.yieldRows()) {
    for (const [name, part, value] of rows) {
      const [bucket, split, size] = [name as string, part as string | null, value as number]
      const last = shards.at(-1)
      const isFull =
        last === undefined ||
        last.bucket !== bucket ||
        last.split !== split ||
        last.samples === shardSize ||
        bytes + size > maxShardBytes
      if (isFull) {
        shards.push({ bucket, split, first: place, samples: 1 })
        bytes = size
      } else {
        last.samples += 1
        bytes += size
      }
      place += 1
    }
  }
  await duck.run('CREATE TEMP TABLE starts (dataset_shard INTEGER, first INTEGER)')
  if (shards.length > 0) {
    const starts = shards.map(({ first }, shard) => `(${shard}, ${first})`)
    await duck.run(`INSERT INTO starts VALUES ${starts.join(', ')}`)
  }
  await duck.run(`CREATE TEMP TABLE chosen AS
    SELECT ${carried}, dataset_shard, (place - first)::INTEGER AS dataset_index
    FROM places ASOF JOIN starts ON place >= first`)
  return shards.map(({ bucket, samples, split }) =>
    split === null ? { bucket, samples } : { bucket, samples, split },
  )
}

/** SQL of the order of the dataset: neighbours share no site. */
export function shuffled(seed: number): string {
  return `md5(${literal(`${seed}:`)} || "key")`
}
