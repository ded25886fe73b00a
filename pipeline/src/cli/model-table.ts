import type { ListedModel } from '../models/pulled-state.js'
import { byteSize } from './plain-numbers.js'
import { textTable } from './text-table.js'
import { wrapWords } from './wrap-words.js'

const COLUMNS = 100

/** What `models list` prints. */
export function modelTable(listed: readonly ListedModel[], folder: string): string {
  const rows = listed.map(({ preset: { name, verified, license, manifest }, pulled, bytes }) => [
    name,
    verified,
    license.open ? 'open' : 'to accept',
    manifest.threshold === null ? 'none' : `${manifest.threshold.value}`,
    pulled,
    bytes === 0 ? '' : byteSize(bytes),
  ])
  const table = textTable([['name', 'verified', 'licence', 'threshold', 'pulled', 'on disk'], ...rows])
  const about = listed.flatMap(({ preset: { name, about, license, repo, manifest } }) => [
    `${name}: ${about}.`,
    ...wrapWords(`From ${repo}. Licence: ${license.name}, ${license.url}`, COLUMNS, '    '),
    ...(manifest.threshold === null
      ? []
      : wrapWords(`Threshold ${manifest.threshold.value}: ${manifest.threshold.source}`, COLUMNS, '    ')),
  ])
  return [
    `Models in ${folder}`,
    '',
    ...table,
    '',
    ...wrapWords(LEGEND, COLUMNS),
    '',
    ...about,
    '',
    'warc2dataset models pull NAME brings one; models list --json has what is known of each preset.',
    '',
  ].join('\n')
}

const LEGEND =
  'verified: real weights = run and compared with published numbers; shape only = its files were opened, no score was compared; never loaded = its preset was written from documents. threshold: as published for this very model; where there is none, select.keep takes a fraction.'
