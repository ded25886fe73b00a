import { type Duck, identifier, literal } from '@warc2dataset/stages/parquet/duck'
import type { RankedRows } from '@warc2dataset/stages/search/top-rows'
import type { SearchedSide } from './searchable-rows.js'

export type FoldBy = 'sha256' | 'phash'

/** The best row of one picture. */
export interface FoldedRow {
  readonly row: number
  readonly similarity: number
  /** Keys of the other searched rows of that picture, in row order. */
  readonly duplicates: readonly string[]
}

export interface FoldOptions {
  /** Pictures wanted. */
  readonly count: number
  readonly by: FoldBy
  readonly side: SearchedSide
  /** The best rows, at most `size`; fewer only if there are no more. */
  readonly find: (size: number) => Promise<RankedRows>
}

/** Further rows asked for at once: most pictures have no duplicate. */
const GROWTH = 4

/** The best pictures, each once: asks for more rows until there are enough different ones. */
export async function findFolded(duck: Duck, options: FoldOptions): Promise<readonly FoldedRow[]> {
  const { count, by, side, find } = options
  for (let size = 2 * count; ; size *= GROWTH) {
    const ranked = await find(size)
    const first = await firstOfEach(duck, ranked, by)
    if (first.length < count && ranked.rows.length === size) continue
    return withDuplicates(duck, first.slice(0, count), by, side)
  }
}

async function firstOfEach(
  duck: Duck,
  { rows, scores }: RankedRows,
  by: FoldBy,
): Promise<readonly Omit<FoldedRow, 'duplicates'>[]> {
  const known = await duck.rows<{ n: number; id: string | null }>(
    `SELECT n, ${identifier(by)} AS id FROM searched WHERE n IN (${[-1, ...rows].join(', ')})`,
  )
  const ids = new Map(known.map(({ n, id }) => [n, id]))
  const seen = new Set<string>()
  return rows.flatMap((row, at) => {
    const id = ids.get(row) ?? null
    if (id !== null && seen.has(id)) return []
    if (id !== null) seen.add(id)
    return [{ row, similarity: scores[at] as number }]
  })
}

async function withDuplicates(
  duck: Duck,
  rows: readonly Omit<FoldedRow, 'duplicates'>[],
  by: FoldBy,
  side: SearchedSide,
): Promise<readonly FoldedRow[]> {
  const column = identifier(by)
  const others = await duck.rows<{ n: number; key: string }>(`
    SELECT a.n, b."key" FROM searched a JOIN searched b ON b.${column} = a.${column} AND b.n <> a.n
    WHERE a.n IN (${[-1, ...rows.map(({ row }) => row)].join(', ')})
      ${side === 'both' ? '' : `AND b.fate = ${literal(side)}`} ORDER BY a.n, b.n`)
  return rows.map((each) => ({
    ...each,
    duplicates: others.filter(({ n }) => n === each.row).map(({ key }) => key),
  }))
}
