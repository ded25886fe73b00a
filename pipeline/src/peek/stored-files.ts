import { filesUnder } from '../commits/commits.js'
import { shardOf } from '../phases/fetch.js'
import type { RunView } from '../phases/phase.js'
import type { StoredFile } from './read-thumbnails.js'

/** A key is the digits of its shard and these. */
const INDEX_DIGITS = 4

/** Where the stored picture of a sample lies. */
export interface StoredRow {
  readonly key: string
  readonly width: number
  readonly height: number
  readonly tar_offset: bigint
  readonly tar_size: bigint
}

/** The stored pictures of these rows, in their order. */
export async function storedFiles(view: RunView, rows: readonly StoredRow[]): Promise<readonly StoredFile[]> {
  const tars = filesUnder(await view.commits('fetch'), 'fetched/').filter((name) => name.endsWith('.tar'))
  const byShard = new Map(tars.map((name) => [shardOf(name), name]))
  return rows.map(({ key, width, height, tar_offset, tar_size }) => ({
    width,
    height,
    read: () => {
      const tar = byShard.get(key.slice(0, -INDEX_DIGITS))
      if (tar === undefined) throw new Error(`Expected a committed shard for key ${key}, got none`)
      return view.storage.readAt(tar, Number(tar_offset), Number(tar_size))
    },
  }))
}
