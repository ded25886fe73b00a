import type { RecordHead } from '../warc/archive-record.js'

/** The two top-level objects of ia-web-commons; which comes first is up to Java's hash map. */
const BEGINNING = /^\s{0,64}\{\s{0,64}"(?:Container|Envelope)"/

/**
 * Is this the record of a WAT file that tells of another record? `beginning`: the first bytes of its block, some 200 of
 * them, if they are there; other tools write JSON into metadata records, too.
 */
export function isWat(
  { type, contentType }: Pick<RecordHead, 'type' | 'contentType'>,
  beginning?: Buffer,
): boolean {
  if (type !== 'metadata' || !/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) return false
  return beginning === undefined || BEGINNING.test(beginning.toString('latin1', 0, 256))
}
