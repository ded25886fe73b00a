import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../data/report.js'
import { bareReport, sampleReport } from '../../data/sample-inspection.js'
import { sampleMap } from '../../data/sample-map.js'
import { MapPage } from '../map.js'
import { exhibitsByPair, pairOfPoint } from './pair-of-point.js'

const page = (report: Report) => render(h(MapPage, { report }))

function withMap(points: number): Report {
  const report = sampleReport()
  const map = sampleMap(points)
  return {
    inspection: { ...report.inspection, map: map.section },
    exhibits: { ...report.exhibits, map: map.points },
  }
}

describe('the map', () => {
  const html = page(withMap(1000))

  it('says what distance does not mean, and how it was drawn', () => {
    expect(html).toContain('Distances on this map are not distances in the model’s space.')
    expect(html).toContain('0.912 of 1')
    expect(html).toContain('umap 15 neighbours')
    expect(html).toMatch(/Seed<\/dt><dd>17</)
  })

  it('names shapes and colours in words, with counts that add up', () => {
    const { fate } = sampleMap(1000).points
    const kept = fate.filter((one) => one < 0).length
    const legend = html.slice(html.indexOf('aria-label="Colours"'), html.indexOf('map-columns'))
    const counts = [...legend.matchAll(/<span class="quiet">([\d,]+)</g)].map((match) => Number(match[1]))
    expect(counts).toEqual([kept, 1000 - kept])
    expect(html).toContain('aria-label="Shapes"')
  })

  it('has a canvas that keys reach and a list of the same points, kept ones first', () => {
    expect(html).toMatch(/role="application" tabindex="0" aria-label="Map\./i)
    expect(html).toMatch(/<canvas role="img" aria-label="1,000 of 1,000 points/)
    // 960 of 1,000 points have a pair, 20 a page.
    expect(html).toContain('of 48</span>')
    expect(html).toContain('40 points of the map are not in this list')
    expect(html).toContain('The list below has 960 of them.')
    const items = [...html.matchAll(/map-item-facts">([^<]*)/g)].map((match) => match[1])
    expect(items.length).toBe(20)
    for (const item of items) expect(item).toContain('kept')
  })

  it('keeps texts as text', () => {
    expect(page(withMap(40))).not.toMatch(/<img|<script|\u202e/)
  })

  it('says why it is not there', () => {
    expect(page(bareReport())).toContain('Not available.')
    const report = sampleReport()
    expect(page({ ...report, exhibits: { ...report.exhibits, map: null } })).toContain('Not available.')
  })
})

describe('the pair of a point', () => {
  const points = sampleMap(100).points

  it('is its row, with what became of it', () => {
    const cut = points.fate.findIndex((fate) => fate >= 0)
    const pair = pairOfPoint(points, cut, new Map(), (step) => `step ${step}`)
    expect(pair).toMatchObject({ ...points.rows[cut >> 1], kept: false, picture: null })
    expect(pair?.reason).toBe(`step ${points.steps[points.fate[cut] ?? 0]}`)
  })

  it('has the picture that the report has of the same URL and text', () => {
    const row = points.rows[0]
    if (row === undefined) throw new Error('Expected a row for point 0, got none')
    const exhibit = {
      ...row,
      domain: 'a.example',
      kept: true,
      reason: null,
      filter: null,
      distance: null,
      width: 9,
      height: 9,
      picture: 3,
    }
    const known = exhibitsByPair({
      pictures: [],
      walls: { kept: [{ kind: 'random', of: 1, rows: [exhibit] }] },
      near: {
        '0.20': [
          { ...exhibit, picture: null },
          { ...exhibit, text: 'other', picture: 4 },
        ],
      },
      alone: { a: [], b: [] },
      map: null,
    })
    expect(pairOfPoint(points, 0, known, String)?.picture).toBe(3)
  })

  it('is none where the map has no row', () => {
    expect(pairOfPoint({ ...points, row: [99_999] }, 0, new Map(), String)).toBeNull()
  })
})
