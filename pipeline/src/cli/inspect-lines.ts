import { isAvailable } from '@warc2dataset/schemas'
import type { Inspected } from '../inspect/inspect.js'
import { byteSize } from './plain-numbers.js'

/** What `inspect` prints: the sentences of the report, and where it is. */
export function inspectLines({ inspection, html, json, bytes }: Inspected): readonly string[] {
  const { overview, subject } = inspection
  const missing = (['funnel', 'threshold', 'groups', 'words', 'images', 'map'] as const).flatMap((page) => {
    const section = inspection[page]
    return isAvailable(section) ? [] : [`Not in it: ${page}. ${section.not_available}`]
  })
  return [
    ...(subject.toy || subject.rows === 0 ? [overview.warnings[0] ?? ''] : []),
    ...overview.sentences.map(({ text }) => text),
    ...missing,
    '',
    `Report  ${html} (${byteSize(bytes)}; one file, opens in a browser)`,
    `Numbers ${json}`,
  ]
}
