/** A point in pixels with the text that would stand beside it. */
export interface LabelledPoint {
  readonly x: number
  readonly y: number
  readonly text: string
}

export interface PlacedLabel {
  /** Index of its point. */
  readonly at: number
  readonly side: 'right' | 'left'
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Mean width of a character of a 12 px sans-serif face, px; wider scripts are given two. */
const CHARACTER = 7.2
const HEIGHT = 13
const GAP = 6
/** Half the extent of a drawn point. */
const DOT = 3

/** Width of a text, roughly: characters from U+1100 up, where the wide scripts begin, count twice. Linear. */
export function roughWidth(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 * CHARACTER : CHARACTER
  return width
}

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * Labels that fit from `left` to `right`, earlier points first: right of the point, else left of it, else none. None
 * covers another label or one of `dots`.
 */
export function pickLabels(
  points: readonly LabelledPoint[],
  left: number,
  right: number,
  dots: readonly Pick<LabelledPoint, 'x' | 'y'>[] = [],
): readonly PlacedLabel[] {
  const taken: Box[] = dots.map(({ x, y }) => ({
    left: x - DOT,
    right: x + DOT,
    top: y - DOT,
    bottom: y + DOT,
  }))
  const placed: PlacedLabel[] = []
  points.forEach(({ x, y, text }, at) => {
    const width = roughWidth(text)
    const box = (from: number): Box => ({
      left: from,
      right: from + width,
      top: y - HEIGHT / 2,
      bottom: y + HEIGHT / 2,
    })
    const sides = [
      { side: 'right' as const, box: box(x + GAP) },
      { side: 'left' as const, box: box(x - GAP - width) },
    ]
    const free = sides.find(
      (one) =>
        one.box.left >= left && one.box.right <= right && !taken.some((other) => overlap(one.box, other)),
    )
    if (free === undefined) return
    taken.push(free.box)
    placed.push({ at, side: free.side })
  })
  return placed
}
