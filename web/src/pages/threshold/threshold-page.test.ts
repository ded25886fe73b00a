import type { ThresholdSection } from '@warc2dataset/schemas'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../data/report.js'
import { bareReport, sampleReport, toyReport } from '../../data/sample-inspection.js'
import { ThresholdPage } from '../threshold.js'

const page = (report: Report) => render(h(ThresholdPage, { report }))

function withThreshold(over: Partial<ThresholdSection>): Report {
  const report = sampleReport()
  const { threshold } = report.inspection
  if ('not_available' in threshold) throw new Error('Expected a threshold for the sample, got none')
  return { ...report, inspection: { ...report.inspection, threshold: { ...threshold, ...over } } }
}

describe('the threshold lab', () => {
  it('starts at the cut with what the run kept, slider and box in step', () => {
    const bins = { first: 110, counts: [1, 2, 1000, 234] }
    const html = page(withThreshold({ scored: bins, eligible: bins, parts: [] }))
    expect(html).toContain('At 0.28: 1,234 rows kept. This is the cut of 0.28.')
    expect(html).toMatch(/type="range" min="0.05" max="0.4" step="0.0025" value="0.28"/)
    expect(html).toMatch(/aria-valuetext="0.28, 1,234 rows kept"/)
    expect(html).toMatch(/type="number" min="0.05" max="0.4" step="0.0025" value="0.28"/)
    expect(html).toContain('role="status" aria-live="polite"')
  })

  it('has a label for every box', () => {
    const html = page(sampleReport())
    const ids = [...html.matchAll(/<input id="([^"]+)"/g)].map((match) => match[1])
    expect(ids.length).toBe(3)
    for (const id of ids) expect(html).toContain(`for="${id}"`)
  })

  it('goes up only where nothing below the cut is known, and says why', () => {
    const html = page(withThreshold({ knows_below: false, lowest: 0.28 }))
    expect(html).toMatch(/type="range" min="0.28"/)
    expect(html).toContain('below 0.28: not recorded')
    expect(html).toContain('was not recorded')
    expect(page(sampleReport())).not.toContain('not recorded')
  })

  it('gives the lines of a recipe, and no recommendation', () => {
    const html = page(sampleReport())
    expect(html).toContain('keep: { similarity_clip: 0.28 }')
    expect(html).toContain('This is no recommendation.')
  })

  it('has a table twin that adds up to all scored rows', () => {
    const html = page(sampleReport())
    const twin = html.slice(html.indexOf('Rows by score'), html.indexOf('Gained and lost'))
    const cells = [...twin.matchAll(/<td class="numeric">([^<]*)<\/td>/g)].map((match) => match[1] ?? '')
    const scored = cells
      .filter((_, at) => at % 3 === 1)
      .reduce((sum, cell) => sum + Number(cell.replaceAll(',', '')), 0)
    expect(scored).toBe(28_262)
  })

  it('withholds groups of people of a toy’s run, with the reason', () => {
    const told = page(sampleReport())
    const withheld = page(toyReport())
    expect(told).toContain('words for women')
    expect(withheld).not.toContain('words for women')
    expect(withheld).toContain('Groups of people are not shown.')
  })

  it('keeps strings of a crawl as text', () => {
    const html = page(sampleReport())
    expect(html).toContain('&lt;script>alert(1)')
    expect(html).not.toContain('<script')
  })

  it('says why it is not there', () => {
    expect(page(bareReport())).toContain('Not available.')
  })
})
