import { createReadStream } from 'node:fs'
import { extract } from 'tar-stream'

export interface TarMember {
  readonly name: string
  /** Offset of the data in the tar. */
  readonly offset: number
  readonly size: number
}

const BLOCK = 512

/** Members of a tar with plain headers (as ours have), in order; the data is skipped. */
export async function readTar(path: string): Promise<readonly TarMember[]> {
  const members: TarMember[] = []
  let end = 0
  const tar = extract()
  createReadStream(path).pipe(tar)
  for await (const entry of tar) {
    const { name, size = 0 } = entry.header
    members.push({ name, offset: end + BLOCK, size })
    end += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    entry.resume()
  }
  return members
}
