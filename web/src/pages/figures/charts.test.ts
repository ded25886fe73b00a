import { expect, it } from 'vitest'
import { clusterOptions, clusterSizes } from '../images/cluster-sizes.js'
import { cellOptions } from './cell-figure.js'
import { type Dots, dotOptions } from './dot-options.js'
import { histogramOptions } from './histogram-figure.js'
import { drawn } from './test-page.js'

const DOTS: Dots = {
  axis: 'Share',
  joined: true,
  series: [
    { label: 'before', shape: 'ring' },
    { label: 'after', shape: 'diamond' },
  ],
  rows: [
    { label: 'same name', points: [point(0.1), point(0.4)] },
    { label: 'same name', points: [null, point(0.2)] },
  ],
}

function point(value: number) {
  return { value, low: value / 2, high: value * 1.5 }
}

function count(chart: Element, group: string): number {
  return chart.querySelectorAll(`[aria-label="${group}"] > *`).length
}

it.each([360, 900])(
  'draws a dot for each value at %i px, a bar for each interval, a line where two points are',
  (width) => {
    const chart = drawn(dotOptions(DOTS, width))
    expect(count(chart, 'dot')).toBe(3)
    expect(count(chart, 'link')).toBe(1 + 3)
    expect(
      [...chart.querySelectorAll('text')].filter((text) => text.textContent === 'same name'),
    ).toHaveLength(2)
  },
)

it('joins no points that are not one thing that moved', () => {
  expect(count(drawn(dotOptions({ ...DOTS, joined: false }, 900)), 'link')).toBe(3)
})

it('draws the line that rows are read against, with its name', () => {
  const chart = drawn(dotOptions({ ...DOTS, reference: { value: 0.2, label: 'all: 20 %' } }, 900))
  expect(chart.textContent).toContain('all: 20 %')
})

it('clips a long name, whatever its letters', () => {
  const label = 'x'.repeat(400)
  const chart = drawn(dotOptions({ ...DOTS, rows: [{ label, points: [point(0.1), null] }] }, 360))
  const names = [...chart.querySelectorAll('text')].map((text) => text.textContent ?? '')
  expect(names.some((name) => /^x{20,60}…$/u.test(name))).toBe(true)
})

it('stacks the rest on the kept, and marks every cut', () => {
  const rows = [
    { low: 0, high: 1, all: 10, kept: 4 },
    { low: 1, high: 2, all: 6, kept: 0 },
  ]
  const marks = [{ value: 1, label: 'cut 1' }]
  const chart = drawn(histogramOptions({ rows, label: 'x', scale: 'linear', marks, width: 600 }))
  const [kept, rest] = [...chart.querySelectorAll('[aria-label="rect"]')].map((group) =>
    [...group.children].map((bar) => Number(bar.getAttribute('height'))),
  )
  // 4 kept and 6 not, of one bar: heights are as 4 to 6, less the pixel between bars.
  expect(((kept?.[0] ?? 0) + 1) / ((rest?.[0] ?? 0) + 1)).toBeCloseTo(4 / 6, 6)
  expect(chart.textContent).toContain('cut 1')
})

it('shades the cell with the most rows fully and one row faintly', () => {
  const cell = { left: 1, right: 2, bottom: 1, top: 2 }
  const cells = [
    { ...cell, value: 1000 },
    { ...cell, left: 2, right: 4, value: 1 },
  ]
  const axis = { label: 'px', scale: 'doubling' } as const
  const opacities = (scale: 'log' | 'share', values: typeof cells) =>
    [...drawn(cellOptions(values, axis, axis, scale, 600)).querySelectorAll('rect[fill-opacity]')].map(
      (rect) => Number(rect.getAttribute('fill-opacity')),
    )
  expect(opacities('log', cells)).toEqual([1, 0.12])
  expect(
    opacities(
      'share',
      cells.map((each) => ({ ...each, value: 0.5 })),
    ),
  ).toEqual([0.56, 0.56])
})

it('draws a bar for each cluster size', () => {
  const chart = drawn(
    clusterOptions(
      clusterSizes([
        [2, 8],
        [3, 2],
      ]),
      600,
    ),
  )
  expect(count(chart, 'bar')).toBe(2)
})

it('writes doublings within the ends that two charts share, wherever the cells are', () => {
  const cells = [{ left: 128, right: 181, bottom: 128, top: 181, value: 5 }]
  const axis = { label: 'px', scale: 'doubling', ends: [91, 1024] } as const
  const texts = [...drawn(cellOptions(cells, axis, axis, 'log', 600)).querySelectorAll('text')]
  const numbers = texts.map((text) => Number(text.textContent)).filter((n) => n > 0)
  expect(new Set(numbers)).toEqual(new Set([128, 256, 512, 1024]))
})

it('names proportions that lie within the bins, 1:1 always among them', () => {
  const rows = [{ low: 0.4, high: 2.2, all: 3, kept: 1 }]
  const names = (width: number) =>
    [
      ...drawn(histogramOptions({ rows, label: 'ratio', scale: 'log', marks: [], width })).querySelectorAll(
        'text',
      ),
    ]
      .map((text) => text.textContent ?? '')
      .filter((text) => text.includes(':'))
  expect(new Set(names(900))).toEqual(new Set(['1:2', '2:3', '1:1', '3:2', '2:1']))
  expect(names(240)).toContain('1:1')
  expect(names(240).length).toBeLessThan(5)
})
