import { describe, expect, it } from 'vitest'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { asParquet, crawled, openPage, tableOf, withoutTwin } from './figures/test-page.js'
import { LanguagesPage } from './languages.js'

const REPORT = sampleReport()

describe('languages', () => {
  const page = openPage(LanguagesPage, REPORT)
  const text = page.body.textContent ?? ''

  it('says what told the language, and how much it did not', () => {
    expect(text).toContain('texts of fewer than 20 letters are often not told')
    // 8884 of 48210, 920 of 9302.
    expect(text).toContain('For 18.4\u00a0% of the candidates and 9.9\u00a0% of the kept rows')
  })

  it('tells both divergences', () => {
    expect(text).toContain('0.0410 bits')
    expect(text).toContain('0.0180 bits')
  })

  it('has pass rates with their intervals', () => {
    const turkish = tableOf(page, 'Pass rate by language').find(([name]) => name === 'Turkish (tr)')
    // 58 of 1406.
    expect(turkish?.slice(0, 4)).toEqual(['Turkish (tr)', '1,406', '58', '4.1\u00a0%'])
    expect(turkish?.[4]).toMatch(/^\[\d.*%, \d.*%\]$/u)
  })

  it('tells how often declared and detected agree', () => {
    expect(tableOf(page, 'Declared against detected')).toEqual([
      ['same language', '26,840', '86.0\u00a0%'],
      ['another language', '4,380', '14.0\u00a0%'],
      ['both are known', '31,220', '100\u00a0%'],
    ])
  })

  it('has a twin for every chart', () => {
    expect(page.querySelectorAll('.plot')).toHaveLength(4)
    expect(withoutTwin(page)).toEqual([])
    expect(crawled(page)).toEqual([])
  })
})

it('has no pass rates of Parquet, where nothing is known of what was rejected', () => {
  const page = openPage(LanguagesPage, asParquet(REPORT))
  expect(() => tableOf(page, 'Pass rate by language')).toThrow('got none')
  expect(tableOf(page, 'Languages')[0]).toEqual(['English (en)', '7,354', '79.1\u00a0%'])
})

it('says why there is nothing', () => {
  const page = openPage(LanguagesPage, bareReport())
  expect(page.querySelector('.note')?.textContent).toContain('This dataset has no text.')
})
