import type { MapPoints } from '@warc2dataset/schemas'

export type Colouring = 'fate' | 'reason'

export interface PointClass {
  readonly label: string
  /** CSS variable that holds its colour. */
  readonly colour: string
  readonly points: number
}

export interface PointClasses {
  readonly classes: readonly PointClass[]
  /** By point. */
  readonly of: Uint8Array
}

/** More reasons than this cannot be told apart by colour; the rest share one. */
export const COLOURED_REASONS = 6

/**
 * Classes to colour points by: kept and cut, or kept and the steps at which most points left. `stepName` puts a step into
 * words.
 */
export function pointClasses(
  points: MapPoints,
  colouring: Colouring,
  stepName: (step: string) => string,
): PointClasses {
  const left = new Uint32Array(points.steps.length)
  let kept = 0
  for (const fate of points.fate) {
    if (fate < 0) kept++
    else left[fate] = (left[fate] ?? 0) + 1
  }
  const of = new Uint8Array(points.fate.length)
  if (colouring === 'fate') {
    points.fate.forEach((fate, at) => {
      of[at] = fate < 0 ? 0 : 1
    })
    const cut = points.fate.length - kept
    return {
      of,
      classes: [
        { label: 'kept', colour: '--kept', points: kept },
        { label: 'cut', colour: '--cut', points: cut },
      ],
    }
  }
  const order = [...left.keys()].filter((step) => (left[step] ?? 0) > 0)
  order.sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0))
  const coloured = order.slice(0, order.length > COLOURED_REASONS ? COLOURED_REASONS - 1 : COLOURED_REASONS)
  const classOf = new Map(coloured.map((step, at) => [step, at + 1]))
  const others = order.slice(coloured.length)
  points.fate.forEach((fate, at) => {
    of[at] = fate < 0 ? 0 : (classOf.get(fate) ?? coloured.length + 1)
  })
  const classes = [
    { label: 'kept', colour: '--kept', points: kept },
    ...coloured.map((step, at) => ({
      label: stepName(points.steps[step] ?? ''),
      colour: `--map-${at + 1}`,
      points: left[step] ?? 0,
    })),
  ]
  if (others.length > 0) {
    const rest = others.reduce((sum, step) => sum + (left[step] ?? 0), 0)
    classes.push({
      label: `${others.length} other reasons`,
      colour: `--map-${COLOURED_REASONS}`,
      points: rest,
    })
  }
  return { of, classes }
}

/** What the reader wants to see: a fate (`all`, `kept`, `cut`, or an index into steps), and which kinds of points. */
export interface Shown {
  readonly fate: string
  readonly pictures: boolean
  readonly texts: boolean
}

/** Which points are shown: 1, or 0. */
export function shownPoints(points: MapPoints, { fate, pictures, texts }: Shown): Uint8Array {
  const wanted = (point: number) => {
    if (fate === 'all') return true
    const left = points.fate[point] ?? -1
    return fate === 'kept' ? left < 0 : fate === 'cut' ? left >= 0 : left === Number(fate)
  }
  return Uint8Array.from(points.kind, (kind, at) => ((kind === 0 ? pictures : texts) && wanted(at) ? 1 : 0))
}

/** Shown points that have a pair to name them by, by fate: kept first, then step by step; within one by score, the highest first. */
export function byFate(points: MapPoints, shown: Uint8Array): Uint32Array {
  const chosen: number[] = []
  shown.forEach((is, at) => {
    if (is === 1 && (points.row[at] ?? -1) >= 0) chosen.push(at)
  })
  const score = (point: number) => points.rows[points.row[point] ?? -1]?.score ?? Number.NEGATIVE_INFINITY
  chosen.sort((a, b) => {
    const fates = (points.fate[a] ?? -1) - (points.fate[b] ?? -1)
    if (fates !== 0) return fates
    const [first, second] = [score(a), score(b)]
    return first === second ? a - b : second - first
  })
  return Uint32Array.from(chosen)
}
