import type { BlockListFile } from '@warc2dataset/stages/plan/read-block-list'

const PINNED = /^(.+)#sha256=([0-9a-f]{64})$/s

/** How plan.block_lists of a loaded recipe names a file: by its path and by what it holds. */
export function pinnedList({ path, sha256 }: BlockListFile): string {
  return `${path}#sha256=${sha256}`
}

/** Path of an entry of plan.block_lists, and the sha256 that it is pinned to; null where it is not. */
export function readPinned(entry: string): { readonly path: string; readonly sha256: string | null } {
  const [, path, sha256] = PINNED.exec(entry) ?? []
  return path === undefined || sha256 === undefined ? { path: entry, sha256: null } : { path, sha256 }
}

/** The files of a loaded recipe. @throws Error for an entry that was not pinned: nobody knows what the plan depends on. */
export function pinnedLists(entries: readonly string[]): readonly BlockListFile[] {
  return entries.map((entry) => {
    const { path, sha256 } = readPinned(entry)
    if (sha256 === null) throw new Error(`Expected plan.block_lists with their sha256, got ${entry}`)
    return { path, sha256 }
  })
}
