import { describe, expect, it } from 'vitest'
import { MOST_SCALE, panned, toData, toPixels, WHOLE, zoomed } from './map-view.js'
import { nearestPoint, pointGrid } from './point-grid.js'

const size = { width: 800, height: 600 }

/** mulberry32, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

describe('what is seen of the map', () => {
  it('is all of it at first, y upwards', () => {
    const [left, bottom] = toPixels(WHOLE, size, 0, 0)
    const [right, top] = toPixels(WHOLE, size, 1, 1)
    expect([left, bottom, right, top]).toEqual([116, 584, 684, 16])
  })

  it('goes to pixels and back', () => {
    const view = { x: 0.3, y: 0.7, scale: 5 }
    const [px, py] = toPixels(view, size, 0.31, 0.66)
    const [x, y] = toData(view, size, px, py)
    expect(x).toBeCloseTo(0.31, 12)
    expect(y).toBeCloseTo(0.66, 12)
  })

  it('keeps under the pointer what is there while it zooms', () => {
    const [x, y] = toData(WHOLE, size, 300, 200)
    const near = zoomed(WHOLE, size, 3, 300, 200)
    const [px, py] = toPixels(near, size, x, y)
    expect([near.scale, px, py].map((value) => Number(value.toFixed(9)))).toEqual([3, 300, 200])
  })

  it('zooms no further than the whole, nor without end', () => {
    expect(zoomed(WHOLE, size, 0.1, 10, 10).scale).toBe(1)
    expect(zoomed({ ...WHOLE, scale: 300 }, size, 10, 10, 10).scale).toBe(MOST_SCALE)
  })

  it('moves with the pointer, and not off the data', () => {
    const view = panned({ ...WHOLE, scale: 2 }, size, 50, 20)
    const [before] = [toPixels({ ...WHOLE, scale: 2 }, size, 0.5, 0.5)]
    const after = toPixels(view, size, 0.5, 0.5)
    expect(after[0] - before[0]).toBeCloseTo(50, 9)
    expect(after[1] - before[1]).toBeCloseTo(20, 9)
    expect(panned(WHOLE, size, 1e9, 1e9)).toEqual({ x: 0, y: 1, scale: 1 })
  })
})

describe('the nearest point', () => {
  const next = random(7)
  const x = Array.from({ length: 3000 }, next)
  // Half of them in one corner: cells are filled unevenly, as a projection fills them.
  const y = x.map((_, i) => (i % 2 === 0 ? next() : next() * 0.01))
  const grid = pointGrid(x, y)
  const byHand = (px: number, py: number, radius: number, shown: (i: number) => boolean) => {
    let best = -1
    let least = radius
    x.forEach((value, i) => {
      const distance = Math.hypot(value - px, (y[i] ?? 0) - py)
      if (shown(i) && distance <= least) {
        least = distance
        best = i
      }
    })
    return best
  }

  it('is the one that looking at all of them finds', () => {
    for (let i = 0; i < 500; i++) {
      const [px, py] = [next() * 1.2 - 0.1, next() * 1.2 - 0.1]
      const radius = next() * 0.1
      expect(nearestPoint(grid, px, py, radius, () => true)).toBe(byHand(px, py, radius, () => true))
      const odd = (point: number) => point % 3 === 1
      expect(nearestPoint(grid, px, py, radius, odd)).toBe(byHand(px, py, radius, odd))
    }
  })

  it('holds each point once', () => {
    expect([...grid.order].sort((a, b) => a - b)).toEqual(x.map((_, i) => i))
  })

  it('is none where there are no points, or none near', () => {
    expect(nearestPoint(pointGrid([], []), 0.5, 0.5, 1, () => true)).toBe(-1)
    expect(nearestPoint(pointGrid([0.9], [0.9]), 0.1, 0.1, 0.2, () => true)).toBe(-1)
    expect(nearestPoint(pointGrid([1], [1]), 0.95, 1, 0.2, () => true)).toBe(0)
  })
})
