import { isDeepStrictEqual } from 'node:util'
import { findImagesDom } from '@warc2dataset/stages/html/find-images-dom'
import type { FoundImages } from '@warc2dataset/stages/html/image-finder'
import { findImagesScan } from '@warc2dataset/stages/html/scan/find-images-scan'

const LIMITS = { maxImages: 1e6 }

/** Both answers for a page where the scanner and the reference differ; null where they are equal. */
export function findDifference(
  html: string,
): { readonly dom: FoundImages; readonly scan: FoundImages } | null {
  const dom = findImagesDom(html, LIMITS)
  const scan = findImagesScan(html, LIMITS)
  return isDeepStrictEqual(dom, scan) ? null : { dom, scan }
}
