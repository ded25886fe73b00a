import type { Exhibit, Exhibits, Wall } from '@warc2dataset/schemas'

interface Thinned {
  /** Rows of a kind, at most; of the closest calls on either side of the cut. */
  readonly each: number
  /** Share of what belongs to the map's points. */
  readonly beside: number
  readonly pictures: boolean
}

/** Long texts and addresses of strangers take rows, not the report: what is drawn first stays longest. */
const STEPS: readonly Thinned[] = [
  { each: Number.POSITIVE_INFINITY, beside: 1, pictures: true },
  { each: 16, beside: 1, pictures: true },
  { each: 12, beside: 0.5, pictures: true },
  { each: 8, beside: 0.5, pictures: true },
  { each: 6, beside: 0.25, pictures: true },
  { each: 4, beside: 0.1, pictures: true },
  { each: 2, beside: 0, pictures: true },
  { each: 1, beside: 0, pictures: false },
  { each: 0, beside: 0, pictures: false },
]

/**
 * As much of the exhibits as `bytesOf` lets into `most` bytes; nothing but the map's points if even one row of a kind is
 * too much.
 */
export function fitExhibits(
  exhibits: Exhibits,
  most: number,
  bytesOf: (exhibits: Exhibits) => number,
): Exhibits {
  let fitted = exhibits
  for (const step of STEPS) {
    fitted = thin(exhibits, step)
    if (bytesOf(fitted) <= most) break
  }
  return fitted
}

function thin(exhibits: Exhibits, { each, beside, pictures }: Thinned): Exhibits {
  const { walls, near, alone, map } = exhibits
  const numbers = new Map<number, number>()
  const shown = (row: Exhibit): Exhibit => {
    if (row.picture === null || !pictures) return { ...row, picture: null }
    const picture = numbers.get(row.picture) ?? numbers.size
    numbers.set(row.picture, picture)
    return { ...row, picture }
  }
  const first = (rows: readonly Exhibit[]): readonly Exhibit[] => rows.slice(0, each).map(shown)
  const thinWall = (wall: Wall): Wall => {
    if (wall.kind !== 'closest') return { ...wall, rows: first(wall.rows) }
    const [below, above] = [true, false].map((side) =>
      wall.rows.filter(({ distance }) => (distance ?? 0) < 0 === side),
    )
    const nearest = [...(each === 0 ? [] : (below ?? []).slice(-each)), ...(above ?? []).slice(0, each)]
    return { ...wall, rows: nearest.map(shown) }
  }
  const thinned = {
    walls: Object.fromEntries(Object.entries(walls).map(([step, own]) => [step, own.map(thinWall)])),
    near: Object.fromEntries(Object.entries(near).map(([bin, rows]) => [bin, first(rows)])),
    alone: { a: first(alone.a), b: first(alone.b) },
  }
  return {
    pictures: [...numbers.keys()].flatMap((at) => exhibits.pictures[at] ?? []),
    ...thinned,
    map: map === null ? null : thinMap(map, beside),
  }
}

function thinMap(map: NonNullable<Exhibits['map']>, beside: number): NonNullable<Exhibits['map']> {
  const rows = map.rows.slice(0, Math.floor(map.rows.length * beside))
  return { ...map, row: map.row.map((at) => (at < rows.length ? at : -1)), rows }
}
