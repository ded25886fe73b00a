import { describe, expect, it } from 'vitest'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { asParquet, crawled, drawn, openPage, tableOf, withoutTwin } from './figures/test-page.js'
import { lorenzOptions } from './sources/lorenz-options.js'
import { lorenzPoints } from './sources/lorenz-points.js'
import { SourcesPage } from './sources.js'

const REPORT = sampleReport()

describe('sources', () => {
  const page = openPage(SourcesPage, REPORT)

  it('opens with its sentence and caveat of the overview', () => {
    const sentence = REPORT.inspection.overview.sentences.find((each) => each.page === 'sources')
    expect(page.querySelector('.lead')?.textContent).toBe(sentence?.text)
    expect(page.querySelector('.caveat')?.textContent).toBe(sentence?.caveat)
  })

  it('has a twin for every chart, and lets no string of the crawl become an element', () => {
    expect(page.querySelectorAll('.plot')).toHaveLength(4)
    expect(withoutTwin(page)).toEqual([])
    expect(crawled(page)).toEqual([])
    expect(page.body.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u)
  })

  it('gives shares of all rows that have a site, not of the sites shown', () => {
    // 6120 of 48210 and 1897 of 9302.
    expect(tableOf(page, 'The largest sites')[0]?.slice(0, 6)).toEqual([
      'shop.example',
      '6,120',
      '12.7\u00a0%',
      '1,897',
      '20.4\u00a0%',
      '+7.70',
    ])
  })

  it('tells concentration from before to after', () => {
    const rows = new Map(tableOf(page, 'Concentration').map(([name, ...cells]) => [name, cells]))
    expect(rows.get('Gini')).toEqual(['0.780 → 0.810', '0.880 → 0.890', '0.850 → 0.900'])
    expect(rows.get('Share of the largest 10')?.[0]).toBe('34.0\u00a0% → 41.0\u00a0%')
  })

  it('has every hundredth of both curves in the twin', () => {
    const rows = tableOf(page, 'How evenly sites are heard')
    expect(rows).toHaveLength(101)
    // The sample's curves are x^6 and x^8.
    expect(rows[90]).toEqual(['90.0\u00a0%', '53.1\u00a0%', '43.0\u00a0%'])
  })
})

it('draws the diagonal and both curves', () => {
  const { lorenz } = sourcesOf()
  const points = lorenzPoints(lorenz.before, lorenz.after)
  const sides = { before: 'candidates', after: 'kept rows', same: false }
  const lines = (same: boolean) =>
    drawn(lorenzOptions(points, { ...sides, same }, 600)).querySelectorAll('path[d^="M56,"]').length
  expect(lines(false)).toBe(3)
  expect(lines(true)).toBe(2)
})

it('says why there is nothing', () => {
  const page = openPage(SourcesPage, bareReport())
  expect(page.querySelector('.note')?.textContent).toContain('This dataset has no site of a page.')
})

it('has one side where nothing is known of what was rejected', () => {
  const page = openPage(SourcesPage, asParquet(REPORT))
  expect(page.querySelector('table')?.textContent).not.toContain('candidates')
  expect(tableOf(page, 'Kinds of site')[0]).toHaveLength(3)
})

function sourcesOf() {
  const { sources } = REPORT.inspection
  if ('not_available' in sources) throw new Error('Expected sources in the sample, got none')
  return sources
}
