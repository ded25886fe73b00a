import { open } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'
import type { OpenArchive } from '@warc2dataset/stages/warc/archive-bytes'
import { placeName } from '@warc2dataset/stages/web/archive/archive-url'

const CHUNK_BYTES = 1 << 20

/** Bytes of an archive on the web. @throws RunError exit 12 if its server does not say. */
export async function webArchiveSize(place: string, openArchive: OpenArchive): Promise<number> {
  const archive = await openArchive(place, 'forward')
  await archive.close()
  if (archive.size !== null) return archive.size
  throw new RunError('input', `Expected a Content-Length for ${placeName(place)}, got none`)
}

/** Copies the first bytes of an archive on the web to a file, `most` at most. */
export async function copyWebBeginning(
  place: string,
  to: string,
  most: number,
  openArchive: OpenArchive,
): Promise<void> {
  const archive = await openArchive(place, 'forward')
  try {
    const file = await open(to, 'w')
    try {
      const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      for (let at = 0; at < most; ) {
        const bytes = await archive.read(buffer, 0, Math.min(CHUNK_BYTES, most - at), at)
        if (bytes === 0) break
        await file.writeFile(buffer.subarray(0, bytes))
        at += bytes
      }
    } finally {
      await file.close()
    }
  } finally {
    await archive.close()
  }
}
