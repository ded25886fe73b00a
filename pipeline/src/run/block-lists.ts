import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { PHASES, RunError } from '@warc2dataset/schemas'
import {
  type CheckedLists,
  checkHashLists,
  type IndexedLists,
  indexHashLists,
} from '@warc2dataset/stages/block/index-lists'
import { HashListError } from '@warc2dataset/stages/block/scan-hash-list'
import { readBlockKey, storeBlockKey } from '../phases/block-key.js'
import { clearScratch, scratchOf } from '../storage/scratch.js'
import type { Storage } from '../storage/storage.js'
import type { RunOptions } from './run-options.js'

/**
 * Reads fetch.block_lists before anything is written; null if there are none, or nothing will be fetched. A list may
 * change between two calls of a run: what is fetched from then on is held against what it holds then.
 * @throws RunError exit 12 with each list that is missing or wrong; exit 4 for a run that had lists and now has none.
 */
export async function checkBlockLists(options: RunOptions, storage: Storage): Promise<CheckedLists | null> {
  const { recipe, recut } = options
  if (recut === true) return null
  const paths = recipe.fetch.block_lists
  if (paths.length > 0) return heeded(() => checkHashLists(paths))
  if ((await readBlockKey(storage)) === null) return null
  throw new RunError(
    'recipe',
    `Expected fetch.block_lists, or --block-list, for ${storage.place}, got none: the run was begun with some. An empty list says that there is nothing to block any more`,
  )
}

/** Makes the run's key if it has none, and lays the lists out for the workers of this process. */
export async function prepareBlockLists(
  checked: CheckedLists | null,
  { recipe, out, until }: RunOptions,
  storage: Storage,
): Promise<IndexedLists | null> {
  const fetches = until === undefined || PHASES.indexOf(until) >= PHASES.indexOf('fetch')
  if (checked === null || !fetches) return null
  await storeBlockKey(storage, randomBytes(32))
  const folder = join(scratchOf(out), 'block-lists')
  try {
    return await heeded(() => indexHashLists(checked, folder, recipe.fetch.block_distance))
  } catch (error) {
    await clearScratch(out)
    throw error
  }
}

async function heeded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HashListError) throw new RunError('input', error.message, { cause: error })
    throw error
  }
}
