import type { MapPoints } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { MOST_SCALE, WHOLE } from './map-view.js'
import { cross, disc, mixedOrder, pointRadius, rasterPoints } from './raster-points.js'

const picture = (shape: { readonly dx: readonly number[]; readonly dy: readonly number[] }, size: number) => {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'))
  shape.dx.forEach((dx, i) => {
    const row = rows[(shape.dy[i] ?? 0) + (size >> 1)]
    if (row !== undefined) row[dx + (size >> 1)] = '#'
  })
  return rows.map((row) => row.join('')).join('\n')
}

describe('shapes', () => {
  it('are discs and crosses', () => {
    expect(picture(disc(3), 3)).toBe('###\n###\n###')
    expect(picture(disc(5), 5)).toBe('.###.\n#####\n#####\n#####\n.###.')
    expect(picture(cross(5, 1), 5)).toBe('..#..\n..#..\n#####\n..#..\n..#..')
  })

  it('grow with the scale, up to 6 px', () => {
    expect(pointRadius(WHOLE)).toBe(1.5)
    expect(pointRadius({ ...WHOLE, scale: MOST_SCALE })).toBe(6)
  })
})

describe('the order of drawing', () => {
  it('has each point once, whatever their number', () => {
    for (const points of [0, 1, 2, 3, 10, 618, 1000, 4096, 49_999]) {
      const sorted = Array.from(mixedOrder(points)).sort((a, b) => a - b)
      expect(sorted).toEqual(Array.from({ length: points }, (_, i) => i))
    }
  })

  it('mixes: in each tenth of a frame every tenth of the points is drawn', () => {
    const order = Array.from(mixedOrder(50_000))
    for (let part = 0; part < 10; part++) {
      const drawn = order.slice(part * 5000, (part + 1) * 5000)
      expect(new Set(drawn.map((point) => Math.floor(point / 5000))).size).toBe(10)
    }
  })
})

describe('a frame', () => {
  const points: MapPoints = {
    x: [0.5, 0, 1, 0.25],
    y: [0.5, 0, 1, 0.75],
    kind: [0, 1, 0, 0],
    fate: [-1, 0, 0, -1],
    row: [0, 1, 2, 3],
    steps: ['s1'],
    rows: [],
  }
  const draw = (shown: readonly number[], view = WHOLE, ratio = 1) => {
    const side = 132 * ratio
    const target = new Uint32Array(side * side)
    const scene = {
      points,
      order: mixedOrder(4),
      shown: Uint8Array.from(shown),
      classOf: Uint8Array.from([0, 1, 1, 0]),
      pixels: [7, 9],
    }
    rasterPoints(target, side, side, scene, { view, size: { width: 132, height: 132 }, ratio })
    return {
      at: (x: number, y: number) => target[y * side + x],
      filled: target.filter((pixel) => pixel !== 0).length,
    }
  }

  it('has each point where it belongs, in the colour of its class', () => {
    // 132 px less 16 on each side: data 0 to 1 is 100 px.
    const { at, filled } = draw([1, 1, 1, 1])
    expect([at(66, 66), at(16, 116), at(116, 16), at(41, 41), at(60, 60)]).toEqual([7, 9, 9, 7, 0])
    expect(filled).toBe(3 * 9 + 9)
  })

  it('draws a text as a cross: its corners stay free', () => {
    const { at } = draw([0, 1, 0, 0])
    expect([at(16, 114), at(18, 116), at(15, 115), at(17, 117)]).toEqual([9, 9, 0, 0])
  })

  it('leaves out what is not shown or not in view', () => {
    expect(draw([1, 0, 0, 0]).filled).toBe(9)
    expect(draw([0, 1, 1, 0], { x: 0.5, y: 0.5, scale: 8 }).filled).toBe(0)
  })

  it('cuts shapes at the edge and writes nowhere else', () => {
    // The point of (0, 0) lies on the left lower corner: a quarter of its cross, its middle included, is seen.
    const view = { x: 0.66, y: 0.66, scale: 1 }
    const { at, filled } = draw([0, 1, 0, 0], view)
    expect(at(0, 131)).toBe(9)
    expect(filled).toBeLessThan(9)
  })

  it('has as many device pixels as the screen has for one', () => {
    const { at } = draw([1, 1, 1, 1], WHOLE, 2)
    expect([at(132, 132), at(32, 232), at(82, 82)]).toEqual([7, 9, 7])
  })
})
