import { isDeepStrictEqual } from 'node:util'
import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import type { FoundPage } from '@warc2dataset/stages/html/image-finder'
import { findImagesScan } from '@warc2dataset/stages/html/scan/find-images-scan'

const LIMITS = { maxImages: 1e6, surrounding: true }

/** Both answers for a page where the scanner and the reference differ; null where they are equal. */
export function findDifference(html: string): { readonly dom: FoundPage; readonly scan: FoundPage } | null {
  const dom = findImagesDom(html, LIMITS)
  const scan = findImagesScan(html, LIMITS)
  return isDeepStrictEqual(dom, scan) ? null : { dom, scan }
}
