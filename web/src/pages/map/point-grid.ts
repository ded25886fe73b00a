/** Points sorted into square cells of [0, 1]², for nearest-point search. */
export interface PointGrid {
  readonly side: number
  /** Cell c holds `order[starts[c]]` to `order[starts[c + 1] - 1]`. */
  readonly starts: Uint32Array
  readonly order: Uint32Array
  readonly x: readonly number[]
  readonly y: readonly number[]
}

const cellOf = (value: number, side: number) => Math.min(side - 1, Math.max(0, Math.floor(value * side)))

/** About two points a cell where they lie evenly. Linear (a counting sort). */
export function pointGrid(x: readonly number[], y: readonly number[]): PointGrid {
  const side = Math.max(1, Math.min(256, Math.ceil(Math.sqrt(x.length / 2))))
  const starts = new Uint32Array(side * side + 1)
  const cells = new Uint32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const cell = cellOf(y[i] ?? 0, side) * side + cellOf(x[i] ?? 0, side)
    cells[i] = cell
    starts[cell + 1] = (starts[cell + 1] ?? 0) + 1
  }
  for (let cell = 0; cell < side * side; cell++)
    starts[cell + 1] = (starts[cell + 1] ?? 0) + (starts[cell] ?? 0)
  const next = starts.slice(0, -1)
  const order = new Uint32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const cell = cells[i] ?? 0
    order[next[cell] ?? 0] = i
    next[cell] = (next[cell] ?? 0) + 1
  }
  return { side, starts, order, x, y }
}

/**
 * The nearest point to (x, y) at most `radius` away that `shown` lets count; -1: none. Looks through the cells that the
 * circle touches and no others.
 */
export function nearestPoint(
  grid: PointGrid,
  x: number,
  y: number,
  radius: number,
  shown: (point: number) => boolean,
): number {
  const { side, starts, order } = grid
  let best = -1
  let least = radius * radius
  const right = cellOf(x + radius, side)
  const top = cellOf(y + radius, side)
  for (let row = cellOf(y - radius, side); row <= top; row++) {
    for (let column = cellOf(x - radius, side); column <= right; column++) {
      const cell = row * side + column
      for (let at = starts[cell] ?? 0; at < (starts[cell + 1] ?? 0); at++) {
        const point = order[at] ?? 0
        const dx = (grid.x[point] ?? 0) - x
        const dy = (grid.y[point] ?? 0) - y
        const distance = dx * dx + dy * dy
        if (distance <= least && (distance < least || best === -1) && shown(point)) {
          least = distance
          best = point
        }
      }
    }
  }
  return best
}
