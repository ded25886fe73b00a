import type { RecordHead } from '../warc/archive-record.js'

/** Is this the record of a WAT file that tells of another record? */
export function isWat({ type, contentType }: RecordHead): boolean {
  return type === 'metadata' && /^application\/json\s*(?:;|$)/i.test(contentType ?? '')
}
