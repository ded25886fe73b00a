import type { FunnelSection } from '@warc2dataset/schemas'
import { expect, test } from 'vitest'
import { passageBars, passageRows } from './passage-bars.js'

const RATE = { k: 0, n: 0, rate: null, low: null, high: null }

function step(id: string, phase: 'extract' | 'select', left: number): FunnelSection['steps'][number] {
  return {
    id,
    phase,
    outcome: 'dropped',
    filter: id,
    reasons: [{ reason: 'text_short', about: '', left }],
    left,
    saw: 10,
    cut: left,
    only: left,
    rate: RATE,
    shadow: null,
    query: '',
  }
}

const FUNNEL: FunnelSection = {
  references: { total: 15, candidates: 10, without: [{ kind: 'missing', about: 'none', n: 5 }] },
  candidates: 10,
  kept: 4,
  rate: RATE,
  phases: [
    { phase: 'extract', in: 10, out: 8 },
    { phase: 'select', in: 8, out: 4 },
  ],
  steps: [step('s0', 'extract', 2), step('s1', 'select', 3), step('s2', 'select', 1)],
  by: [],
}

test('a bar is as long as what entered, and its parts are what became of that', () => {
  const lengths = passageBars(FUNNEL).map(({ id, segments }) => [id, segments.map(({ value }) => value)])
  expect(lengths).toEqual([
    ['references', [10, 5]],
    ['extract', [8, 2]],
    ['select', [4, 3, 1]],
    ['dataset', [4]],
  ])
})

test('without pages there is no bar of references', () => {
  expect(passageBars({ ...FUNNEL, references: null })[0]?.id).toBe('extract')
})

test('a loss that no step names is drawn, not hidden', () => {
  const [extract] = passageBars({ ...FUNNEL, references: null, steps: [] })
  expect(extract?.segments.map(({ value }) => value)).toEqual([8, 2])
})

test('the table holds the numbers of the bars', () => {
  expect(passageRows(FUNNEL).map(({ what, n, share }) => `${what} ${n} ${share}`)).toEqual([
    'all 15 –',
    'no candidate: missing (none) 5 33.3\u00a0%',
    'entered 10 –',
    'left: s0 2 20.0\u00a0%',
    'went on 8 80.0\u00a0%',
    'entered 8 –',
    'left: s1 3 37.5\u00a0%',
    'left: s2 1 12.5\u00a0%',
    'went on 4 50.0\u00a0%',
    'kept 4 40.0\u00a0%',
  ])
})
