import { type Candidate, type Downloaded, kept, type Sample } from '@warc2dataset/schemas'
import type { Stage, StageId } from '../stage.js'
import { blocked } from './blocked.js'
import type { BlockList } from './open-block-list.js'

export interface BlockOptions {
  /** The lists; both stages and all units of a worker share them. */
  readonly open: () => Promise<BlockList>
  /** The run's key. */
  readonly key: Buffer
}

/** Stops listed bytes as soon as they are there, before anything decodes them. */
export function blockBytes(options: BlockOptions): Stage<Downloaded, Downloaded> {
  return blockStage({ name: 'block-bytes', version: 1 }, options, (list, { body }) => list.hasBytes(body))
}

/** Stops listed pictures, and what looks like them, before anything is stored. */
export function blockPictures(options: BlockOptions): Stage<Sample, Sample> {
  return blockStage(
    { name: 'block-pictures', version: 1 },
    options,
    (list, { phash }) => phash !== null && list.hasPicture(phash),
  )
}

/** Has no `carry`: the shadow sample never passes. */
function blockStage<T extends Candidate>(
  id: StageId,
  { open, key }: BlockOptions,
  isListed: (list: BlockList, row: T) => boolean,
): Stage<T, T> {
  return {
    ...id,
    open: async () => {
      const list = await open()
      return {
        process: async (batch) =>
          batch.map((row) => (isListed(list, row) ? blocked(key, row.candidate_id) : kept(row))),
        close: async () => {},
      }
    },
  }
}
