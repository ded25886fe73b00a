import { describe, expect, it } from 'vitest'
import { isAvailable } from '../data/available.js'
import type { Report } from '../data/report.js'
import { bareReport, sampleReport } from '../data/sample-inspection.js'
import { AskedPage } from './asked.js'
import { crawled, openPage, tableOf } from './figures/test-page.js'

const REPORT = sampleReport()
const SIGNALS = 'Signals, what each left out, and the sites behind it'
const FAILURES = 'Pictures without an answer, by failure'

describe('what sites asked', () => {
  const page = openPage(AskedPage, REPORT)
  const signals = new Map(tableOf(page, SIGNALS).map(([name = '', ...cells]) => [name, cells]))
  const row = (start: string) => [...signals].find(([name]) => name.startsWith(start))?.[1] ?? []

  it('opens with its sentence and caveat of the overview', () => {
    const sentence = REPORT.inspection.overview.sentences.find((each) => each.page === 'asked')
    expect(page.querySelector('.lead')?.textContent).toBe(sentence?.text)
    expect(page.querySelector('.caveat')?.textContent).toBe(sentence?.caveat)
  })

  it('tells of each signal whom it left out, of whom, and the sites', () => {
    expect([...signals.keys()]).toHaveLength(7)
    // 1480 of 38217.
    expect(row('robots.txt')).toEqual([
      '1,480',
      '38,217',
      expect.stringMatching(/^3\.9\u00a0%\[.*\]$/),
      '212',
      expect.stringContaining('photos.example 611'),
    ])
  })

  it('says of what the recipe switched off that nobody asked, and claims no 0', () => {
    const why = 'opt_out.tdm is false.'
    expect(row('TDM rights of pages')).toEqual(['not asked', '–', '–', '–', why])
    expect(row('TDM rights of pictures')).toEqual(['not asked', '–', '–', '–', why])
  })

  it('tells directives by their words', () => {
    expect(tableOf(page, 'What was said').slice(0, 2)).toEqual([
      ['Robots directives of pages', 'noai', '240', '60.6\u00a0%', '31'],
      ['Robots directives of pages', 'noindex', '131', '33.1\u00a0%', '29'],
    ])
  })

  it('tells failures with their share of all URLs, and what is open', () => {
    const [first, second] = tableOf(page, FAILURES)
    // 3702 and 1240 of 38217.
    expect(first?.slice(1, 5)).toEqual(['3,702', '9.7\u00a0%', '0', '811'])
    expect(second?.slice(1, 5)).toEqual(['1,240', '3.2\u00a0%', '1,240', '301'])
    expect(first?.[0]).toBe('http_status 404 HTTP 404 Not Found')
    expect(page.body.textContent).toContain('Of these 2,671 are open')
  })

  it('says what cannot be known', () => {
    expect(page.body.textContent).toContain('opt-outs are lifted for nobody')
    expect(page.body.textContent).toContain('how many would have been in the dataset cannot be told')
  })

  it('has a table for each chart, and lets no string of the crawl become an element', () => {
    const charts = [...page.querySelectorAll('section.figure')].filter((one) => one.querySelector('.plot'))
    expect(charts.map((one) => one.querySelectorAll('tbody tr').length)).toEqual([7, 8])
    expect(crawled(page)).toEqual([])
    expect(page.body.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u)
  })
})

it('adds up to the funnel of the sample', () => {
  const { asked, funnel } = REPORT.inspection
  if (!isAvailable(asked) || !isAvailable(funnel) || !isAvailable(asked.unanswered)) {
    throw new Error('Expected the sections in the sample, got none')
  }
  const reasons = new Map(
    funnel.steps.flatMap((step) => step.reasons.map(({ reason, left }) => [reason, left] as const)),
  )
  expect(asked.signals.map(({ left }) => left.k)).toEqual(
    ['robots_txt', 'page_opted_out', 'x_robots_tag', '', '', 'xmp_data_mining', 'blocked_domain'].map(
      (reason) => reasons.get(reason) ?? 0,
    ),
  )
  for (const { left, values } of asked.signals)
    if (values.length > 0) expect(values.reduce((sum, { left: n }) => sum + n, 0)).toBe(left.k)
  const { rate, failures, open } = asked.unanswered
  expect(failures.reduce((sum, { left }) => sum + left, 0)).toBe(rate.k)
  expect(failures.reduce((sum, failure) => sum + (failure.open ?? 0), 0)).toBe(open)
  const total = (of: 'refused' | 'unanswered') =>
    (['k', 'n'] as const).map((side) => asked.by_kind.reduce((sum, kind) => sum + (kind[of]?.[side] ?? 0), 0))
  const entered = (phase: string) => funnel.phases.find((one) => one.phase === phase)?.in
  expect(total('refused')).toEqual([
    asked.signals.reduce((sum, { left }) => sum + left.k, 0),
    entered('plan'),
  ])
  expect(total('unanswered')).toEqual([rate.k, entered('fetch')])
})

it('says why there is nothing, and that archives were not asked', () => {
  expect(openPage(AskedPage, bareReport()).querySelector('.note')?.textContent).toContain(
    'This dataset has no record of what it left out because a site asked.',
  )
  const page = openPage(AskedPage, fromArchives())
  expect(page.querySelector('.note')?.textContent).toContain('no site was asked for one')
  expect(tableOf(page, 'By kind of site')[0]?.[3]).toBe('not asked')
})

function fromArchives(): Report {
  const { asked } = REPORT.inspection
  if (!isAvailable(asked)) throw new Error('Expected what sites asked in the sample, got nothing')
  return {
    ...REPORT,
    inspection: {
      ...REPORT.inspection,
      asked: {
        ...asked,
        unanswered: {
          not_available: 'Pictures came from the archives of the run: no site was asked for one.',
        },
        by_kind: asked.by_kind.map((kind) => ({ ...kind, unanswered: null })),
      },
    },
  }
}
