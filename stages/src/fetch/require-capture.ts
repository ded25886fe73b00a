import { dropped, failed, kept, type Located } from '@warc2dataset/schemas'
import { filterStage, type Stage } from '../stage.js'

export const REQUIRE_CAPTURE = { name: 'require-capture', version: 1 } as const

/** Lets only those through whose picture the archives hold with status 200. */
export function requireCapture(): Stage<Located, Located> {
  return filterStage(REQUIRE_CAPTURE, (row) => {
    if (row.capture_filename === null) {
      return dropped('not_in_archive', { filter: 'fetch.source', score: null, value: 'archive', pass: false })
    }
    if (row.capture_status !== null && row.capture_status !== 200) {
      return failed('http_status', false, String(row.capture_status))
    }
    return kept(row)
  })
}
