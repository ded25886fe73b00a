import { describe, expect, it } from 'vitest'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { overlapOptions } from './compare/overlap-figure.js'
import { overlapRows } from './compare/overlap-rows.js'
import { ComparePage } from './compare.js'
import { drawn, openPage, tableOf, withoutTwin } from './figures/test-page.js'

const REPORT = sampleReport()

function compareOf() {
  const { compare } = REPORT.inspection
  if ('not_available' in compare) throw new Error('Expected compare in the sample, got none')
  return compare
}

describe('compare', () => {
  const page = openPage(ComparePage, REPORT)
  const text = page.body.textContent ?? ''

  it('puts cautions before every number', () => {
    expect(page.querySelector('h3')?.textContent).toBe('Read this first')
    const caution = text.indexOf('scored by different models')
    expect(caution).toBeGreaterThan(0)
    expect(caution).toBeLessThan(text.indexOf('Rates side by side'))
  })

  it('has a twin for every chart', () => {
    expect(page.querySelectorAll('.plot')).toHaveLength(4)
    expect(withoutTwin(page)).toEqual([])
  })

  it('shows a rate that only one tells', () => {
    const rates = tableOf(page, 'Rates side by side')
    // 9302 of 48210 and 8411 of 41002.
    expect(rates[0]?.[1]).toMatch(/^19\.3\u00a0% \[/u)
    expect(rates[0]?.[3]).toMatch(/^20\.5\u00a0% \[/u)
    expect(rates.at(-1)?.slice(3)).toEqual(['–', '–'])
  })

  it('tells of what each kept alone what the other cut', () => {
    // 6182 − 2210 and 5291 − 1830.
    expect(tableOf(page, 'Overlap').map(([, n]) => n)).toEqual([
      '3,120',
      '6,182',
      '2,210',
      '3,972',
      '5,291',
      '1,830',
      '3,461',
    ])
  })

  it('shares are of all that each kept', () => {
    // 7354 of 3120 + 6182, 6020 of 3120 + 5291.
    expect(tableOf(page, 'Languages of what each kept')[0]?.slice(0, 5)).toEqual([
      'English',
      '7,354',
      '79.1\u00a0%',
      '6,020',
      '71.6\u00a0%',
    ])
  })

  it('has the models at the same share passed, with kappa', () => {
    expect(text).toContain('each lets its own best 43.0\u00a0% pass')
    expect(text).toContain('kappa is 0.53')
    expect(tableOf(page, 'Two models on the same rows').map((row) => row.slice(1))).toEqual([
      ['6,402 (31.4\u00a0%)', '2,374 (11.6\u00a0%)'],
      ['2,374 (11.6\u00a0%)', '9,260 (45.4\u00a0%)'],
    ])
  })

  it('shows rows of both, as text', () => {
    expect(page.querySelectorAll('.wall')).toHaveLength(2)
    expect([...page.querySelectorAll('script, [onerror]')]).toEqual([])
  })
})

it('says so where one keeps no record, and where no model can be compared', () => {
  const { inspection, exhibits } = REPORT
  const compare = {
    ...compareOf(),
    cautions: [],
    models: null,
    overlap: { ...compareOf().overlap, cut_by_b: null },
  }
  const page = openPage(ComparePage, { inspection: { ...inspection, compare }, exhibits })
  expect(page.body.textContent).toContain('B keeps no record of what it cut')
  expect(page.body.textContent).toContain('No reason is known why these two must not be read side by side.')
  expect(page.querySelector('.note')?.textContent).toContain('scores of two models')
  expect(tableOf(page, 'Overlap')).toHaveLength(5)
})

it('says why there is nothing', () => {
  const page = openPage(ComparePage, bareReport())
  expect(page.querySelector('.note')?.textContent).toContain('This dataset has no other to compare with.')
})

it('draws a bar for each part of the overlap', () => {
  const rows = overlapRows({ both: 5, only_a: 7, only_b: 3, cut_by_b: 2, cut_by_a: 3 }, 'A', 'B')
  const chart = drawn(overlapOptions(rows, 600))
  expect(chart.querySelectorAll('rect')).toHaveLength(7)
})
