import { itemAt } from '../demo/seeded-random.js'
import type { SceneShape } from './scene.js'

type Point = readonly [x: number, y: number]

/** Whether a point is inside a shape about the origin with radius 1; y points down. */
export type Outline = (x: number, y: number) => boolean

/** The outlines, told apart at a radius of about 6 px and turned by up to 17 degrees. */
export const OUTLINES: Readonly<Record<SceneShape, Outline>> = {
  circle: (x, y) => x * x + y * y < 0.92,
  square: (x, y) => Math.abs(x) < 0.82 && Math.abs(y) < 0.82,
  triangle: polygon([
    [0, -1],
    [0.95, 0.78],
    [-0.95, 0.78],
  ]),
  star: polygon(corners(10, (corner) => (corner % 2 === 0 ? 1.05 : 0.43))),
  ring: (x, y) => {
    const distance = x * x + y * y
    return distance < 1 && distance > 0.3
  },
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.29 && Math.max(Math.abs(x), Math.abs(y)) < 0.97,
  heart: (x, y) => {
    const [across, up] = [x * 1.2, 0.15 - y * 1.15]
    return (across * across + up * up - 1) ** 3 < across * across * up ** 3
  },
  diamond: (x, y) => Math.abs(x) / 0.58 + Math.abs(y) / 1.05 < 1,
  crescent: (x, y) => x * x + y * y < 1 && (x - 0.5) ** 2 + y * y > 0.58,
  arrow: (x, y) => (x > 0.05 ? Math.abs(y) < (1 - x) * 0.85 : x > -1 && Math.abs(y) < 0.26),
  pentagon: polygon(corners(5, () => 1)),
  bolt: polygon([
    [0.4, -1.05],
    [-0.6, 0.2],
    [-0.08, 0.2],
    [-0.35, 1.05],
    [0.62, -0.28],
    [0.1, -0.28],
  ]),
}

function corners(count: number, radius: (corner: number) => number): readonly Point[] {
  return Array.from({ length: count }, (_, corner) => {
    const angle = (corner / count) * 2 * Math.PI
    return [Math.sin(angle) * radius(corner), -Math.cos(angle) * radius(corner)]
  })
}

/** Even-odd rule: a ray to the right crosses the border an odd number of times. */
function polygon(points: readonly Point[]): Outline {
  const edges = points.map((from, index) => ({ from, to: itemAt(points, (index + 1) % points.length) }))
  return (x, y) => {
    let inside = false
    for (const { from, to } of edges) {
      if (from[1] > y === to[1] > y) continue
      if (x < from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0])) inside = !inside
    }
    return inside
  }
}
