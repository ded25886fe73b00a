import { createHash } from 'node:crypto'
import { type DigestTable, hasDigest } from './digest-set.js'
import type { IndexedLists } from './index-lists.js'
import { openNearSet } from './near-set.js'
import { loadTable } from './table-files.js'

/** All lists of a run, in the memory of one process: 16 bytes a digest, 20 a perceptual hash. */
export interface BlockList {
  /** Is the sha256 or md5 of these bytes listed? */
  readonly hasBytes: (bytes: Buffer) => boolean
  /** Is a perceptual hash (16 hex digits) within the distance of a listed one? */
  readonly hasPicture: (phash: string) => boolean
  readonly close: () => Promise<void>
}

/** Loads what `indexHashLists` wrote. */
export async function openBlockList({ folder, distance }: IndexedLists): Promise<BlockList> {
  const digests = {
    sha256: await loadDigests(folder, 'sha256'),
    md5: await loadDigests(folder, 'md5'),
  }
  const near = openNearSet(
    { high: await loadTable(folder, 'phash.high'), low: await loadTable(folder, 'phash.low') },
    distance,
  )
  return {
    hasBytes: (bytes) =>
      (['sha256', 'md5'] as const).some(
        (kind) =>
          digests[kind].words.length > 0 && hasDigest(digests[kind], createHash(kind).update(bytes).digest()),
      ),
    hasPicture: near.isNear,
    close: async () => {},
  }
}

async function loadDigests(folder: string, kind: 'sha256' | 'md5'): Promise<DigestTable> {
  return {
    starts: await loadTable(folder, `${kind}.starts`),
    words: await loadTable(folder, `${kind}.words`),
  }
}
