import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of one read or write: Node refuses 2 GiB. */
const CHUNK = 2 ** 26

/** Writes a table as the words of this machine: it is read on the machine that wrote it, and thrown away. */
export async function saveTable(folder: string, name: string, table: Uint32Array): Promise<void> {
  const bytes = bytesOf(table)
  const file = await open(join(folder, name), 'w', 0o600)
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) await file.writeFile(bytes.subarray(at, at + CHUNK))
  } finally {
    await file.close()
  }
}

/** @throws RangeError if the file is shorter than it says. */
export async function loadTable(folder: string, name: string): Promise<Uint32Array> {
  const file = await open(join(folder, name))
  try {
    const table = new Uint32Array((await file.stat()).size / Uint32Array.BYTES_PER_ELEMENT)
    const bytes = bytesOf(table)
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(CHUNK, bytes.length - at), at)
      if (bytesRead === 0) throw new RangeError(`Expected ${bytes.length} bytes in ${name}, got ${at}`)
      at += bytesRead
    }
    return table
  } finally {
    await file.close()
  }
}

function bytesOf(table: Uint32Array): Buffer {
  return Buffer.from(table.buffer, table.byteOffset, table.byteLength)
}
