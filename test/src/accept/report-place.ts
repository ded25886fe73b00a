import { join } from 'node:path'
import { type ModelManifest, RunError } from '@warc2dataset/schemas'
import { inCheckout } from '../place.js'

/** Where accepted reports live; README's first table is made from them. */
export const ACCEPT_FOLDER = inCheckout('docs/accept')

/** Name of the report of a model: its id, every character that is not safe in a file name as `_`. */
export function reportName(id: string): string {
  return `${id.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_')}.json`
}

type Judged = Pick<ModelManifest, 'id' | 'domain' | 'toy'>

/** Random weights, or a toy: agreement with open_clip is no acceptance of scores. */
export function isTrained({ domain, toy }: Pick<Judged, 'domain' | 'toy'>): boolean {
  return !toy && domain?.startsWith('nothing: random weights') !== true
}

/** The file of a report. @throws RunError exit 2 if a model that is not trained would go to docs. */
export function reportPlace(manifest: Judged, out: string | null): string {
  if (out !== null) return out
  if (isTrained(manifest)) return join(ACCEPT_FOLDER, reportName(manifest.id))
  throw new RunError(
    'usage',
    `Expected --out FILE for the model ${manifest.id} (${manifest.domain}), got none: docs/accept is for trained weights`,
  )
}
