import { type BlockOptions, blockBytes, blockPictures } from '@warc2dataset/stages/block/block-stages'
import { openBlockList } from '@warc2dataset/stages/block/open-block-list'
import { readBlockKey } from './block-key.js'
import type { Job } from './phase.js'

/** The stages that hold what is fetched against the run's hash lists, and what the commit says of those. */
export interface FetchBlocks {
  readonly bytes: ReturnType<typeof blockBytes>
  readonly pictures: ReturnType<typeof blockPictures>
  readonly environment: Readonly<Record<string, unknown>>
}

/** Null for a run without lists. @throws Error rather than to fetch without lists that the recipe names. */
export async function fetchBlocks(job: Job): Promise<FetchBlocks | null> {
  const { recipe, blockLists, storage } = job.view
  if (recipe.fetch.block_lists.length === 0) return null
  const key = await readBlockKey(storage)
  if (blockLists === undefined || key === null)
    throw new Error('Expected the lists of fetch.block_lists and the key of the run, got none')
  const options: BlockOptions = {
    key,
    open: () => job.shared('fetch/block-lists', () => openBlockList(blockLists)),
  }
  const { records, distance } = blockLists
  return {
    bytes: blockBytes(options),
    pictures: blockPictures(options),
    environment: { block_lists: records, block_distance: distance },
  }
}
