import type { Exhibit, Exhibits, MapPoints } from '@warc2dataset/schemas'

/** Rows that the report shows elsewhere with more facts and perhaps a picture, by URL and text. */
export function exhibitsByPair(exhibits: Exhibits): ReadonlyMap<string, Exhibit> {
  const known = new Map<string, Exhibit>()
  const add = (row: Exhibit) => {
    const key = pairKey(row.url, row.text)
    // One with a picture says more than one without.
    if (known.get(key)?.picture == null) known.set(key, row)
  }
  for (const walls of Object.values(exhibits.walls)) for (const wall of walls) wall.rows.forEach(add)
  for (const rows of Object.values(exhibits.near)) rows.forEach(add)
  exhibits.alone.a.forEach(add)
  return known
}

/** Both strings in one, without a way to mistake one pair for another. */
function pairKey(url: string, text: string): string {
  return `${url.length}:${url}${text}`
}

/** Shown points whose pair this file has no place for: they are on the map, and in no list. */
export function countWithoutPair({ row }: MapPoints, shown: Uint8Array): number {
  return row.reduce((sum, at, point) => sum + (at < 0 && shown[point] === 1 ? 1 : 0), 0)
}

/** The pair of a point, as a row of a wall; null if the map has no row for it. */
export function pairOfPoint(
  points: MapPoints,
  point: number,
  known: ReadonlyMap<string, Exhibit>,
  stepName: (step: string) => string,
): Exhibit | null {
  const row = points.rows[points.row[point] ?? -1]
  if (row === undefined) return null
  const fate = points.fate[point] ?? -1
  const elsewhere = known.get(pairKey(row.url, row.text))
  if (elsewhere !== undefined) return elsewhere
  return {
    ...row,
    domain: null,
    kept: fate < 0,
    reason: fate < 0 ? null : stepName(points.steps[fate] ?? ''),
    filter: null,
    distance: null,
    width: null,
    height: null,
    picture: null,
  }
}
