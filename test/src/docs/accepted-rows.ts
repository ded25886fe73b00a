import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Report, reportSchema } from '../accept/report.js'
import { isTrained, reportName } from '../accept/report-place.js'

export const ACCEPTED_HEAD = ['model', 'open_clip', 'archive', 'pairs', 'largest difference', 'within ε']

/**
 * A row for each report in the folder, by file name; one that says so where there is none.
 * @throws Error for a file that is no report, has another name than its model, or is of a model that was not trained.
 */
export function acceptedRows(folder: string): readonly (readonly string[])[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (names.length === 0) return [['none', '-', '-', '-', '-', 'not yet run with trained weights']]
  return names.sort().map((name) => rowOf(readReport(folder, name)))
}

function readReport(folder: string, name: string): Report {
  const parsed = reportSchema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
  if (!parsed.success) throw new Error(`Expected a report of accept in ${name}, got ${parsed.error.message}`)
  const { model } = parsed.data
  if (name !== reportName(model.id))
    throw new Error(`Expected ${reportName(model.id)} for the report of ${model.id}, got ${name}`)
  if (!isTrained(model)) throw new Error(`Expected trained weights in ${name}, got ${model.domain}`)
  return parsed.data
}

function rowOf({ accepted, model, open_clip: peer, versions, archive, comparison }: Report): string[] {
  const { pairs, within, max, epsilon } = comparison
  return [
    `\`${model.id}\` (${model.weights}, ${versions.provider})`,
    `${versions.open_clip}, ${peer.model} ${peer.pretrained ?? ''}`.trim(),
    archive.name,
    String(pairs),
    max.toExponential(1),
    `${accepted ? 'yes' : '**no**'}: ${within} of ${pairs} within ${epsilon}`,
  ]
}
