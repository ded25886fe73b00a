import { closeSync, openSync, readSync } from 'node:fs'
import { dotRows } from './dot-rows.js'
import type { EmbeddingFile } from './embedding-files.js'
import { hasAnyRow, hasRow } from './row-set.js'
import type { Block, ScanPart, ScanTask } from './scan-messages.js'
import { openTopRows } from './top-rows.js'

/** Takes blocks until there are none left. Blocking: a thread of its own calls it. Throws if a file cannot be read. */
export function scanBlocks({ embeddings, blocks, next, queries, count, allowed }: ScanTask): ScanPart {
  const { dim } = embeddings
  const searches = Array.from({ length: queries.length / dim }, (_, at) => ({
    // A copy: look-ups in shared memory are slower.
    query: queries.slice(at * dim, (at + 1) * dim),
    top: openTopRows(count),
  }))
  const largest = Math.max(0, ...blocks.map(({ from, to }) => to - from))
  const data = new Uint16Array(largest * dim)
  const scores = new Float64Array(largest)
  const files = openFiles(embeddings.files)
  let [scanned, notFinite] = [0, 0]
  try {
    for (;;) {
      const block = blocks[Atomics.add(next, 0, 1)]
      if (block === undefined) break
      const { first, length } = files.place(block)
      if (allowed !== null && !hasAnyRow(allowed, first, first + length)) continue
      files.read(block, new Uint8Array(data.buffer, 0, length * dim * 2), dim)
      for (const [at, { query, top }] of searches.entries()) {
        dotRows(data, length, query, scores)
        for (let row = 0; row < length; row++) {
          if (allowed !== null && !hasRow(allowed, first + row)) continue
          const score = scores[row] as number
          const isKnown = Number.isFinite(score)
          if (isKnown) top.add(first + row, score)
          if (at > 0) continue
          scanned += 1
          if (!isKnown) notFinite += 1
        }
      }
    }
  } finally {
    files.close()
  }
  return { ranked: searches.map(({ top }) => top.ranked()), scanned, notFinite }
}

/** Files of which one is open at a time: a run has more of them than a process may open. */
function openFiles(files: readonly EmbeddingFile[]): {
  readonly place: (block: Block) => { readonly first: number; readonly length: number }
  readonly read: (block: Block, into: Uint8Array, dim: number) => void
  readonly close: () => void
} {
  let current = -1
  let descriptor = -1
  const close = (): void => {
    if (descriptor !== -1) closeSync(descriptor)
    descriptor = -1
  }
  const fileOf = (block: Block): EmbeddingFile => {
    const file = files[block.file]
    if (file === undefined) throw new RangeError(`Expected a file for a block, got number ${block.file}`)
    return file
  }
  return {
    place: (block) => ({ first: fileOf(block).firstRow + block.from, length: block.to - block.from }),
    read: (block, into, dim) => {
      const { path, offset } = fileOf(block)
      if (current !== block.file) {
        close()
        descriptor = openSync(path, 'r')
        current = block.file
      }
      readWhole(descriptor, into, offset + block.from * dim * 2, path)
    },
    close,
  }
}

function readWhole(descriptor: number, into: Uint8Array, position: number, path: string): void {
  for (let done = 0; done < into.length; ) {
    const got = readSync(descriptor, into, done, into.length - done, position + done)
    if (got === 0) throw new Error(`Expected ${into.length} bytes of rows for ${path}, got ${done}`)
    done += got
  }
}
