import type { Exhibits, Inspection } from '@warc2dataset/schemas'
import type { Report } from './report.js'

const VERSION = 2

/**
 * The two data blocks of a report page. Their writer has checked them against the schema; here only the version is
 * looked at.
 *
 * @throws Error if a block is missing, not JSON, or of another version.
 */
export function readReport(page: Document): Report {
  const inspection: Inspection = readBlock(page, 'inspection')
  const exhibits: Exhibits = readBlock(page, 'exhibits')
  if (inspection.version !== VERSION)
    throw new Error(`Expected ${VERSION} for the version of the inspection, got ${inspection.version}`)
  return { inspection, exhibits }
}

function readBlock<T>(page: Document, id: string): T {
  const text = page.getElementById(id)?.textContent
  if (!text) throw new Error(`Expected a data block for ${id}, got none`)
  return JSON.parse(text)
}
