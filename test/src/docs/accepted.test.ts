import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACCEPT_FOLDER, reportName } from '../accept/report-place.js'
import { sampleReport } from '../accept/sample-report.js'
import { tempFolder } from '../bad-input/temp-folder.js'
import { inCheckout } from '../place.js'
import { acceptedRows } from './accepted-rows.js'
import { readmeTables, withTables } from './readme-tables.js'

describe('README and docs/accept', () => {
  const at = tempFolder()
  const readme = readFileSync(inCheckout('README.md'), 'utf8')
  const plant = (folder: string, report: unknown, name = reportName('maker/some-model')): string => {
    mkdirSync(at(folder), { recursive: true })
    writeFileSync(at(folder, name), JSON.stringify(report))
    return at(folder)
  }

  it('agree', () => {
    const { accept } = readmeTables(ACCEPT_FOLDER)
    expect(readme).toContain(`<!-- accept -->\n${accept}\n<!-- /accept -->`)
  })

  it('do not agree once there is another report, or one less', () => {
    const row =
      '| `maker/some-model` (fp32, cpu) | 3.3.0, ViT-B-32-quickgelu openai | crawl.warc.gz | 3 | 2.0e-7 | yes: 3 of 3 within 0.00001 |'
    const told = withTables(readme, plant('one', sampleReport()))
    expect(told).not.toBe(readme)
    expect(told).toContain(row)
    expect(told).not.toContain('not yet run with trained weights')
    const silent = withTables(told, at('nothing here'))
    expect(silent).not.toBe(told)
    expect(silent).toContain('| none | - | - | - | - | not yet run with trained weights |')
  })

  it('come first among the tables of README', () => {
    expect(readme.indexOf('<!-- accept -->')).toBeGreaterThan(0)
    expect(readme.indexOf('<!-- accept -->')).toBeLessThan(readme.indexOf('\n| '))
  })

  it('tell of a model that was not accepted', () => {
    expect(acceptedRows(plant('no', sampleReport({}, false)))[0]?.at(-1)).toBe(
      '**no**: 2 of 3 within 0.00001',
    )
  })

  it('take no other file for a report, and no random weights', () => {
    const random = { domain: 'nothing: random weights' }
    expect(() => acceptedRows(plant('random', sampleReport(random)))).toThrow('Expected trained weights')
    expect(() => acceptedRows(plant('name', sampleReport(), 'x.json'))).toThrow(
      'Expected maker_some-model.json for the report of maker/some-model, got x.json',
    )
    expect(() => acceptedRows(plant('more', { ...sampleReport(), more: 1 }))).toThrow(
      'Expected a report of accept',
    )
  })
})
