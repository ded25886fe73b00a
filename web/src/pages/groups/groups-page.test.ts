import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { ratio } from '../../components/rate.js'
import type { Report } from '../../data/report.js'
import { bareReport, sampleReport, toyReport } from '../../data/sample-inspection.js'
import { GroupsPage } from '../groups.js'
import { forestRows } from './forest-rows.js'
import { GroupDetails } from './group-details.js'

const page = (report: Report) => render(h(GroupsPage, { report }))

function sectionOf({ inspection }: Report) {
  if ('not_available' in inspection.groups) throw new Error('Expected groups for the sample, got none')
  return inspection.groups
}

describe('who is in, who is out', () => {
  const section = sectionOf(sampleReport())
  const html = page(sampleReport())

  it('has one row for each group, with both ratios beside their marks', () => {
    const { measured, tooFew } = forestRows(section, 'all', null)
    const rows = html.match(/<tr[^>]*><th scope="row"><a /g) ?? []
    expect(rows.length).toBe(measured.length)
    expect(measured.length).toBeGreaterThan(5)
    for (const { exclusion } of measured) {
      for (const value of [exclusion.adjusted, exclusion.crude]) {
        if (value !== null) expect(html).toContain(`<td class="numeric">${ratio(value.ratio)}<span`)
      }
    }
    expect(html.match(/too few \(n =/g)?.length).toBe(tooFew.length)
    expect(tooFew.length).toBeGreaterThan(0)
  })

  it('hides the marks from screen readers, as the numbers stand in the row', () => {
    expect(html.match(/<svg class="forest"/g)?.length).toBe(
      html.match(/<svg class="forest"[^>]*aria-hidden="true"/g)?.length,
    )
  })

  it('says what a mention is not, before any number', () => {
    expect(html.indexOf('A mention is not a depiction.')).toBeLessThan(html.indexOf('<table'))
    expect(html.indexOf('A mention is not a depiction.')).toBeGreaterThan(0)
  })

  it('shows occupations with the share that has no gendered word', () => {
    expect(html).toContain('Share with neither')
    // doctor in the sample: 157 of 214.
    expect(html).toContain('73.4\u00a0%')
    // engineer: 41 texts, below the minimum of 50.
    expect(html).toMatch(/engineer<\/th><td class="numeric">41<\/td><td class="numeric">–</)
    expect(html).not.toContain('82.9\u00a0%')
  })

  it('withholds people and tells why; languages stay', () => {
    const toy = page(toyReport())
    for (const { label, people } of section.groups) {
      if (people) expect(toy).not.toContain(`${label}</a>`)
    }
    expect(toy).toContain('Nothing about people is told here.')
    expect(toy).toContain('A toy model had a say in who was kept.')
    expect(toy).toContain('Turkish (tr)</a>')
    expect(toy).not.toContain('Mentions of occupations')
  })

  it('says why it is not there', () => {
    expect(page(bareReport())).toContain('Not available.')
  })

  it('uses no word that a mention does not bear', () => {
    for (const word of ['causes', 'caused', 'because of', 'discriminat'])
      expect(html.toLowerCase()).not.toContain(word)
  })
})

describe('rows of Parquet, of which nobody knows who was cut', () => {
  const { inspection, exhibits } = sampleReport()
  const section = sectionOf(sampleReport())
  const html = page({
    inspection: {
      ...inspection,
      subject: { ...inspection.subject, kind: 'parquet', rows: 40_000 },
      groups: { ...section, exclusions: [], families: [] },
    },
    exhibits,
  })

  it('have mentions with their share, and no ratio', () => {
    expect(html).toContain('Exclusion cannot be measured here')
    expect(html).not.toContain('Exclusion ratios')
    // 2210 of 40000.
    expect(html).toMatch(
      /words for women<\/th><td>gender, en<\/td><td class="numeric">2,210<\/td><td class="numeric">5.5\u00a0%</,
    )
    expect(html).toContain('Turkish (tr)')
  })

  it('have no number for people below the minimum', () => {
    // 31 rows, below 50.
    expect(html).toMatch(
      /words for disability<\/th><td>disability, en<\/td><td class="numeric">fewer than 50</,
    )
  })

  it('have occupations with gendered words', () => {
    expect(html).toContain('Share with neither')
  })
})

it('prints what a ratio needs, sites among it', () => {
  expect(page(sampleReport())).toContain('50 rows, 10 expected on either side of the cut, and 5 sites')
})

describe('details of a group', () => {
  const section = sectionOf(sampleReport())

  it('hold rates with k of n, difference, strata and the phases that add up', () => {
    const row = forestRows(section, 's8', 'age').measured[0]
    if (row === undefined) throw new Error('Expected a measured group for s8, got none')
    const html = render(h(GroupDetails, { row, section, step: 'the step', take: false }))
    const rate = row.exclusion.group_rate
    expect(html).toContain(`${rate?.k} of ${rate?.n}`)
    expect(html).toContain('strata that are large enough')
    const sum = row.group.by_phase.reduce((all, { log }) => all + (log ?? 0), 0)
    expect(html).toContain(`${Math.abs(sum).toFixed(3)} in all`)
    expect(html).toContain('No reference share was given')
  })

  it('name the reference that the reader gave, and whose it is', () => {
    const row = forestRows(section, 's8', 'gender').measured.find(({ group }) => group.reference !== null)
    if (row === undefined) throw new Error('Expected a group with a reference for the sample, got none')
    const html = render(h(GroupDetails, { row, section, step: 'the step', take: false }))
    expect(html).toContain('8.0\u00a0%')
    expect(html).toContain('Somebody’s survey of captions')
  })
})
