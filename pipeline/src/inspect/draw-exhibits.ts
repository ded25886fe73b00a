import type { Exhibit, Exhibits } from '@warc2dataset/schemas'
import type { DrawnRow } from '@warc2dataset/stages/inspect/walls/describe-rows'
import { drawWalls } from '@warc2dataset/stages/inspect/walls/draw-walls'
import { drawPictures, withPicture } from './exhibit-pictures.js'
import { safeKeys } from './heads-of-run.js'
import type { LoadedSubject } from './load-subject.js'

/** Rows of one wall, at most. */
export const EACH = 24

export interface DrawExhibitsOptions {
  readonly seed: number
  readonly pictures: boolean
  readonly alone: Readonly<Record<'a' | 'b', readonly DrawnRow[]>>
  readonly map: Exhibits['map']
}

export function noExhibits(): Exhibits {
  return { pictures: [], walls: {}, near: {}, alone: { a: [], b: [] }, map: null }
}

/** The rows that a report shows, with thumbnails of those whose pictures the run has stored. */
export async function drawExhibits(
  { inspected, run }: LoadedSubject,
  { seed, pictures, alone, map }: DrawExhibitsOptions,
): Promise<Exhibits> {
  const { walls, near } = await drawWalls(inspected, { each: EACH, seed })
  const inOrder = [...[...walls.values()].flat().flatMap(({ rows }) => rows), ...[...near.values()].flat()]
  const keys = inOrder.map(({ key }) => key).filter((key) => key !== null)
  const drawn =
    run === null || !pictures
      ? { pictures: [], places: new Map<string, number>() }
      : await drawPictures(run.view, inspected, run.files, { keys, safe: safeKeys(run.view, run.files) })
  const shown = (rows: readonly DrawnRow[]): readonly Exhibit[] =>
    rows.map((row) => withPicture(row, drawn.places))
  return {
    pictures: drawn.pictures,
    walls: Object.fromEntries(
      [...walls].map(([step, own]) => [step, own.map((wall) => ({ ...wall, rows: shown(wall.rows) }))]),
    ),
    near: Object.fromEntries([...near].map(([bin, rows]) => [bin, shown(rows)])),
    // The other subject's pictures are in its own folder.
    alone: { a: shown(alone.a), b: alone.b.map((row) => withPicture(row, new Map())) },
    map,
  }
}
