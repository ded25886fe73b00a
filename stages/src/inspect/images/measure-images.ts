import type { ImagesSection } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { type HeadColumn, measureHead, measureTags, type PictureColumn } from './measure-columns.js'
import { measureDuplicates } from './measure-duplicates.js'
import { measureAspects, measureSizes } from './measure-sizes.js'

export interface ImagesOptions {
  readonly heads: readonly HeadColumn[]
  readonly tags: readonly PictureColumn[]
}

/** What is known of the pictures: sizes, copies, and what models said of them. */
export async function measureImages(
  inspected: Inspected,
  { heads, tags }: ImagesOptions,
): Promise<ImagesSection> {
  const measuredHeads: ImagesSection['heads'][number][] = []
  for (const head of heads) measuredHeads.push(await measureHead(inspected, head))
  const measuredTags: ImagesSection['tags'][number][] = []
  for (const tag of tags) measuredTags.push(await measureTags(inspected, tag))
  return {
    sizes: await measureSizes(inspected),
    aspects: await measureAspects(inspected),
    duplicates: await measureDuplicates(inspected),
    heads: measuredHeads,
    tags: measuredTags,
  }
}
