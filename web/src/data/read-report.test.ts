import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { readReport } from './read-report.js'
import { sampleReport } from './sample-inspection.js'

function pageWith(blocks: Readonly<Record<string, unknown>>): Document {
  const scripts = Object.entries(blocks).map(([id, value]) => {
    const json = JSON.stringify(value).replaceAll('<', '\\u003c')
    return `<script type="application/json" id="${id}">${json}</script>`
  })
  return parseHTML(`<!doctype html><html><body>${scripts.join('')}</body></html>`).document
}

test('both blocks are read back, hostile strings and all', () => {
  const report = sampleReport()
  expect(readReport(pageWith({ ...report }))).toEqual(report)
})

test('a missing block and another version are refused', () => {
  const { inspection, exhibits } = sampleReport()
  expect(() => readReport(pageWith({ inspection }))).toThrow('exhibits')
  expect(() => readReport(pageWith({ inspection: { ...inspection, version: 3 }, exhibits }))).toThrow(
    'Expected 2 for the version of the inspection, got 3',
  )
})
