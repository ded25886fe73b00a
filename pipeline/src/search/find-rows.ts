import type { EmbeddingFiles } from '@warc2dataset/stages/search/embedding-files'
import { hasRow, type RowSet } from '@warc2dataset/stages/search/row-set'
import { scanEmbeddings } from '@warc2dataset/stages/search/scan-embeddings'
import { scoreRows } from '@warc2dataset/stages/search/score-rows'
import type { RankedRows } from '@warc2dataset/stages/search/top-rows'
import type { RunIndex } from './run-index.js'

/** Gives the best rows for a query, and tells how. */
export interface RowFinder {
  /** At most `size` allowed rows, best first; fewer only if there are no more. */
  readonly find: (size: number) => Promise<RankedRows>
  /** Rows that are not finite; 0 as long as no scan has seen all. */
  readonly notFinite: () => number
  /** True: the index was asked, and no scan. */
  readonly usedIndex: () => boolean
}

export interface FinderOptions {
  readonly embeddings: EmbeddingFiles
  readonly query: Float32Array
  /** Null: all rows. */
  readonly allowed: RowSet | null
  /** Null: exact. */
  readonly index: RunIndex | null
}

/** More rows than this are found faster by a scan. */
const MOST_OF_INDEX = 4096

/**
 * Finds by the index, if there is one, else by a scan. An index knows nothing of kept and cut: it is asked for more rows
 * than wanted, and where too few of them may be shown the scan takes over. Similarities are exact either way.
 */
export function openFinder({ embeddings, query, allowed, index }: FinderOptions): RowFinder {
  let notFinite = 0
  let scans = 0
  const scan = async (size: number): Promise<RankedRows> => {
    scans += 1
    const found = await scanEmbeddings(embeddings, { queries: [query], count: size, allowed })
    notFinite = found.notFinite
    return found.ranked[0] as RankedRows
  }
  const find = async (size: number): Promise<RankedRows> => {
    const most = Math.min(size, allowed?.count ?? embeddings.rows)
    if (index === null) return scan(size)
    for (let asked = 2 * size; asked <= MOST_OF_INDEX; asked *= 4) {
      const rows = index.index
        .find(query, asked)
        .filter((row) => allowed === null || hasRow(allowed.bits, row))
      if (rows.length < most) continue
      const { rows: best, scores } = await scoreRows(embeddings, rows, query)
      return { rows: best.slice(0, size), scores: scores.slice(0, size) }
    }
    return scan(size)
  }
  return { find, notFinite: () => notFinite, usedIndex: () => index !== null && scans === 0 }
}
