import { type Commit, type CommittedFile, RunError } from '@warc2dataset/schemas'
import { phases } from '../phases/index.js'
import type { RunView } from '../phases/phase.js'

/** One committed shard of dataset/. Names are within the run's target. */
export interface DatasetShard {
  /** Its digits. */
  readonly shard: string
  readonly samples: number
  readonly tar: CommittedFile
  readonly parquet: CommittedFile
}

/**
 * The shards of a packed run, in order.
 * @throws RunError exit 2 if it is not through pack, or holds no sample.
 */
export async function datasetShards(view: RunView): Promise<readonly DatasetShard[]> {
  const commits = await view.commits('pack')
  const isSelected = (await view.commits('select')).length > 0
  if (!isSelected || commits.length < (await phases.pack.units(view)).length) {
    throw new RunError(
      'usage',
      `Expected a run that is through pack in ${view.target.place}, got one that is not; run it first`,
    )
  }
  const shards = commits.filter(({ unit }) => /^\d+$/.test(unit)).map(shardOf)
  if (shards.length > 0) return shards
  throw new RunError('usage', `Expected a dataset with samples in ${view.target.place}, got one without`)
}

function shardOf(commit: Commit): DatasetShard {
  return {
    shard: commit.unit,
    samples: commit.counts.kept,
    tar: fileOf(commit, '.tar'),
    parquet: fileOf(commit, '.parquet'),
  }
}

function fileOf({ unit, files }: Commit, end: string): CommittedFile {
  const file = files.find(({ name }) => name.endsWith(end))
  if (file === undefined) throw new Error(`Expected a ${end} file in the commit of pack ${unit}, got none`)
  return file
}
