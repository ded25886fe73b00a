import type { FoundPage } from '../html/image-finder.js'

/** CONTRACT (used by extract/read-pages.ts); to be implemented by whoever owns this folder. */
export interface WatPage {
  readonly targetUri: string
  readonly date: number | null
  readonly status: number | null
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly page: FoundPage
}
export const MAX_WAT_BYTES = 16 * 2 ** 20
export function readWatPage(_json: Buffer, _options: { readonly maxImages: number }): WatPage | null {
  return null
}
