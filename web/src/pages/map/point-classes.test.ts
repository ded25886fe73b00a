import type { MapPoints } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { byFate, COLOURED_REASONS, pointClasses, shownPoints } from './point-classes.js'

const mapOf = (fate: readonly number[], steps: readonly string[]): MapPoints => ({
  x: fate.map(() => 0),
  y: fate.map(() => 0),
  kind: fate.map((_, at) => at % 2),
  fate,
  row: fate.map((_, at) => at),
  steps,
  rows: fate.map((_, at) => ({ url: '', text: '', language: null, score: at / 10 })),
})

describe('classes of points', () => {
  const points = mapOf([-1, 0, 1, 1, -1], ['s1', 's2'])

  it('are kept and cut', () => {
    const { classes, of } = pointClasses(points, 'fate', String)
    expect(classes.map(({ label, points: n }) => [label, n])).toEqual([
      ['kept', 2],
      ['cut', 3],
    ])
    expect([...of]).toEqual([0, 1, 1, 1, 0])
  })

  it('are the reasons, the most frequent first, named', () => {
    const { classes, of } = pointClasses(points, 'reason', (step) => `step ${step}`)
    expect(classes.map(({ label, points: n }) => [label, n])).toEqual([
      ['kept', 2],
      ['step s2', 2],
      ['step s1', 1],
    ])
    expect([...of]).toEqual([0, 2, 1, 1, 0])
  })

  it('join the rare reasons, and lose no point', () => {
    const fate = Array.from({ length: 90 }, (_, at) => (at % 10) - 1)
    const steps = Array.from({ length: 9 }, (_, at) => `s${at}`)
    const { classes, of } = pointClasses(mapOf(fate, steps), 'reason', String)
    expect(classes.length).toBe(COLOURED_REASONS + 1)
    expect(classes.reduce((sum, { points: n }) => sum + n, 0)).toBe(90)
    for (let at = 0; at < classes.length; at++) {
      expect([...of].filter((one) => one === at).length).toBe(classes[at]?.points)
    }
  })
})

describe('points that are shown', () => {
  const points = mapOf([-1, 0, 1, 1, -1], ['s1', 's2'])
  const shown = (fate: string, pictures = true, texts = true) => [
    ...shownPoints(points, { fate, pictures, texts }),
  ]

  it('are of a fate and of a kind', () => {
    expect(shown('all')).toEqual([1, 1, 1, 1, 1])
    expect(shown('kept')).toEqual([1, 0, 0, 0, 1])
    expect(shown('cut')).toEqual([0, 1, 1, 1, 0])
    expect(shown('1')).toEqual([0, 0, 1, 1, 0])
    expect(shown('all', true, false)).toEqual([1, 0, 1, 0, 1])
    expect(shown('nonsense')).toEqual([0, 0, 0, 0, 0])
  })

  it('are listed kept first, then by step, the highest score first', () => {
    expect([...byFate(points, Uint8Array.from(shown('all')))]).toEqual([4, 0, 1, 3, 2])
  })
})
