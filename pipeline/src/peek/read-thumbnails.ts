import { availableParallelism } from 'node:os'
import { openChildPool } from '@warc2dataset/stages/picture/child-pool'
import { defaultPictureLimits } from '@warc2dataset/stages/picture/picture-limits'
import { sniffFormat } from '@warc2dataset/stages/picture/sniff-format'

/** A stored picture: its size as the run wrote it down, and how to get its bytes. */
export interface StoredFile {
  readonly width: number
  readonly height: number
  readonly read: () => Promise<Buffer>
}

/**
 * A small JPEG of our own encoding for each stored picture, or why there is none. Stored pictures may be
 * the site's own bytes, so only decoder children see them; and since a child hands small JPEGs on as they are, each is
 * asked for at less than its own area, which makes it encode anew.
 */
export async function readThumbnails(
  pictures: readonly StoredFile[],
  maxArea: number,
): Promise<readonly (Buffer | string)[]> {
  const limits = { ...defaultPictureLimits, maxArea }
  const children = Math.max(1, Math.min(pictures.length, availableParallelism()))
  const pool = await openChildPool({ limits, children })
  const { signal } = new AbortController()
  const read = async ({ width, height, read }: StoredFile): Promise<Buffer | string> => {
    const smaller = Math.min(maxArea, width * height - 1)
    if (smaller < 1) return 'a single pixel'
    const bytes = await read()
    const sniffed = sniffFormat(bytes)
    if (!('allowed' in sniffed)) return 'no picture any more'
    const asked = {
      kind: 'decode',
      bytes,
      format: sniffed.allowed,
      limits: { ...limits, maxArea: smaller },
    } as const
    const outcome = await pool.run(asked, signal)
    if (!outcome.ok) return outcome.code
    return outcome.reencoded ? outcome.jpeg : 'not encoded anew'
  }
  try {
    return await Promise.all(pictures.map(read))
  } finally {
    await pool.close()
  }
}
