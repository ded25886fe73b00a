import { type DrawnRow, describeRows } from '../walls/describe-rows.js'
import { type DrawOptions, drawOrder } from '../walls/draw-walls.js'
import type { ComparedSubjects } from './compare-subjects.js'

/** What each kept and the other did not, whether it cut it or never saw it: rows drawn by md5 of seed and id. */
export interface DrawnAlone {
  readonly a: readonly DrawnRow[]
  readonly b: readonly DrawnRow[]
}

export async function drawAlone(
  { duck, a, b }: ComparedSubjects,
  { each, seed }: DrawOptions,
): Promise<DrawnAlone> {
  const draw = async (own: string, other: string, facts: typeof a): Promise<readonly DrawnRow[]> => {
    const [drawn] = await duck.rows<{ rows: readonly number[] | null }>(
      `SELECT arg_min(row, ${drawOrder(seed)}, ${each}) AS rows FROM ${own} AS mine
       WHERE kept AND url <> '' AND NOT EXISTS (SELECT 1 FROM ${other} AS other WHERE other.url = mine.url AND other.kept)`,
    )
    const numbers = drawn?.rows ?? []
    const rows = await describeRows(duck, own, numbers, { steps: facts.steps, cut: facts.score?.cut ?? null })
    return numbers.map((row) => rows.get(row)).filter((row) => row !== undefined)
  }
  return { a: await draw('pairs', 'other_pairs', a), b: await draw('other_pairs', 'pairs', b) }
}
