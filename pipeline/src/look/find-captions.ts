import { type CaptionRow, captionColumns } from '@warc2dataset/schemas'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import type { RunView } from '../phases/phase.js'

/** Every candidate that was asked for of the sample with this key; none if it was not asked about, or not yet. */
export async function findCaptions(
  duck: Duck,
  view: RunView,
  key: string,
  scratch: string,
): Promise<readonly CaptionRow[]> {
  // Without the four digits of its place, a key is its shard.
  const commit = (await view.commits('caption')).find(({ unit }) => unit === key.slice(0, -4))
  const [name] = commit === undefined ? [] : filesUnder([commit], 'captions/')
  if (name === undefined) return []
  const path = await view.storage.toLocal(name, scratch)
  return duck.rows(`FROM ${scan([path], captionColumns)} WHERE "key" = ${literal(key)} ORDER BY candidate`)
}
