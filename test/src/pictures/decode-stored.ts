import { openDecoder } from '@warc2dataset/stages/picture/open-decoder'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import type { PictureOutcome } from '@warc2dataset/stages/picture/picture-outcome'

/** The outcome of each, by one child, with the default limits but no scaling. */
export async function decodeAll(files: readonly Buffer[]): Promise<readonly PictureOutcome[]> {
  const limits = { ...defaultPictureLimits, maxArea: defaultPictureLimits.maxInputPixels }
  const decoder = await openDecoder({ limits, children: 1 })
  try {
    return await Promise.all(files.map((bytes) => decoder.decode(bytes, new AbortController().signal)))
  } finally {
    await decoder.close()
  }
}
