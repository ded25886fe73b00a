/** One cell of the size chart: originals between two widths and two heights, px; upper bounds are excluded. */
export interface SizeCell {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly rows: number
  readonly kept: number
}

/** Lower edge of bin `bin`, px: bins are half a doubling wide, bin 0 starts at 1 px. */
export function sizeEdge(bin: number): number {
  return 2 ** (bin / 2)
}

/** Bounds of `images.sizes.cells`, most rows first; equal counts by width, then height. */
export function sizeCells(
  cells: readonly (readonly [number, number, number, number])[],
): readonly SizeCell[] {
  return cells
    .toSorted((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
    .map(([width, height, rows, kept]) => ({
      left: sizeEdge(width),
      right: sizeEdge(width + 1),
      bottom: sizeEdge(height),
      top: sizeEdge(height + 1),
      rows,
      kept,
    }))
}

/** Whole pixels that a range of px holds, as text: `128–181`. Bounds are [low, high). */
export function pixelRange(low: number, high: number): string {
  const first = Math.ceil(low)
  const last = Math.ceil(high) - 1
  return last <= first ? `${first}` : `${first}–${last}`
}
