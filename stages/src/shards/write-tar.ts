import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { pack } from 'tar-stream'

const BLOCK = 512

/** A tar that is the same for the same members: mtime 0, no owner. */
export interface TarWriter {
  /** Appends a member; resolves to the offset of its data in the tar. Names are ASCII and at most 100 bytes. */
  readonly add: (name: string, bytes: Buffer) => Promise<number>
  readonly close: () => Promise<void>
}

export function openTar(path: string): TarWriter {
  const tar = pack()
  const file = createWriteStream(path)
  const written = finished(tar.pipe(file))
  // A failed write (disk full) must reject the pending `add`, not wait for a drain that never comes.
  let broken: Error | null = null
  // It is `written` that tells; an error event that nobody listens to would end the process.
  tar.on('error', () => {})
  written.catch((error: Error) => {
    broken = error
    tar.destroy(error)
  })
  let offset = 0
  return {
    add: async (name, bytes) => {
      if (broken !== null) throw broken
      const at = offset + BLOCK
      await Promise.race([
        written,
        new Promise<void>((resolve, reject) => {
          const entry = { name, size: bytes.length, mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 }
          tar.entry(entry, bytes, (error) => (error ? reject(error) : resolve())).on('error', reject)
        }),
      ])
      offset = at + Math.ceil(bytes.length / BLOCK) * BLOCK
      return at
    },
    close: async () => {
      if (broken === null) tar.finalize()
      await written
    },
  }
}
