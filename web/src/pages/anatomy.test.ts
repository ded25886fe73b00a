import { describe, expect, it } from 'vitest'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { AnatomyPage } from './anatomy.js'
import { asParquet, crawled, openPage, tableOf, withoutTwin } from './figures/test-page.js'

const REPORT = sampleReport()

describe('alt anatomy', () => {
  const page = openPage(AnatomyPage, REPORT)
  const text = page.body.textContent ?? ''

  it('has a twin for every chart, and lets no string of the crawl become an element', () => {
    expect(page.querySelectorAll('.plot')).toHaveLength(7)
    expect(withoutTwin(page)).toEqual([])
    expect(crawled(page)).toEqual([])
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u)
  })

  it('has classes with their shares and pass rates', () => {
    const filename = tableOf(page, 'What the texts are').find(([name]) => name === 'filename')
    expect(filename?.[1]).toBe('3,423')
    // 3423 of 48210, 212 of 9302, 212 of 3423.
    expect(filename?.[2]).toMatch(/^7\.1\u00a0% \[/u)
    expect(filename?.[4]).toMatch(/^2\.3\u00a0% \[/u)
    const passed = tableOf(page, 'Pass rate by class').find(([name]) => name === 'filename')
    expect(passed?.slice(1, 4)).toEqual(['3,423', '212', '6.2\u00a0%'])
  })

  it('explains missing, empty and blank, and counts them', () => {
    expect(text).toContain('there is no alt attribute')
    expect(text).toContain('alt=""')
    expect(text).toContain('spaces or invisible characters only')
    // 50432 + 21930 + 18500 + 480.
    expect(tableOf(page, 'Silence, by site')[0]).toEqual([
      'All pictures on pages',
      '3,120',
      '91,342',
      '50,432 (55.2\u00a0%)',
      '21,930 (24.0\u00a0%)',
      '18,500 (20.3\u00a0%)',
      '480 (0.53\u00a0%)',
    ])
  })

  it('names tenths of length by whole code points', () => {
    const lengths = tableOf(page, 'Pass rate by length')
    expect(lengths).toHaveLength(10)
    expect(lengths.map(([name]) => name).slice(0, 2)).toEqual(['5 to 8', '9 to 12'])
  })

  it('counts personal data and shows none', () => {
    expect(tableOf(page, 'Texts with personal data')).toEqual([
      ['e-mail address', '41', '3'],
      ['telephone number', '118', '14'],
    ])
  })
})

it('tells no pass rate of Parquet', () => {
  const page = openPage(AnatomyPage, asParquet(REPORT))
  expect(page.body.textContent).not.toContain('Pass rate')
  expect(tableOf(page, 'Lengths')).toHaveLength(10)
})

it('says why a part or all of it is missing', () => {
  const { inspection, exhibits } = REPORT
  if ('not_available' in inspection.anatomy) throw new Error('Expected anatomy in the sample, got none')
  const anatomy = {
    ...inspection.anatomy,
    silence: { not_available: 'The pages were not kept.' },
    templates: { not_available: 'There is no site.' },
    length_by_score: { not_available: 'There is no score.' },
  }
  const notes = (report: typeof REPORT) =>
    [...openPage(AnatomyPage, report).querySelectorAll('.note')].map((note) => note.textContent ?? '')
  expect(notes({ inspection: { ...inspection, anatomy }, exhibits })).toEqual([
    'Not available. The pages were not kept.',
    'Not available. There is no site.',
    'Not available. There is no score.',
  ])
  expect(notes(bareReport())).toEqual(['Not available. This dataset has no text.'])
})
