import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** Bytes of a file once inflated; its size if it is not gzip. */
export async function inflatedSize(path: string): Promise<number> {
  const file = createReadStream(path)
  let bytes = 0
  for await (const chunk of path.endsWith('.gz') ? file.pipe(createGunzip()) : file)
    bytes += (chunk as Buffer).length
  return bytes
}
