import { type FileHandle, open } from 'node:fs/promises'
import { toHalf } from './half.js'
import { encodeHeader, headerBytes } from './npy-header.js'

/** Writes float16 rows, as clip-retrieval stores embeddings: a .npy file of [rows, columns]. */
export interface NpyWriter {
  /** Appends rows of `columns` numbers each; rejects with a `RangeError` for another length. One call at a time. */
  readonly add: (rows: readonly Float32Array[]) => Promise<void>
  /** Writes the count of rows, flushes, and resolves to it. Without it the file is not one. */
  readonly close: () => Promise<number>
  /** Closes the file as it is; for a caller that gives up. */
  readonly abort: () => Promise<void>
}

/** Starts a new file at `path`, in place of one that is there. The same rows give the same bytes. */
export async function openNpy(path: string, columns: number): Promise<NpyWriter> {
  const file = await open(path, 'w')
  let count = 0
  const add = async (rows: readonly Float32Array[]) => {
    const data = Buffer.alloc(rows.length * columns * 2)
    rows.forEach((row, i) => {
      if (row.length !== columns)
        throw new RangeError(`Expected rows of ${columns} numbers, got ${row.length}`)
      for (let k = 0; k < columns; k++) data.writeUInt16LE(toHalf(row[k] as number), (i * columns + k) * 2)
    })
    await writeAll(file, data, headerBytes + count * columns * 2)
    count += rows.length
  }
  const close = async () => {
    try {
      await writeAll(file, encodeHeader('<f2', count, columns), 0)
      await file.sync()
    } finally {
      await file.close()
    }
    return count
  }
  return { add, close, abort: () => file.close() }
}

/** One write may be short on a disk that fills up; the next then says why. */
async function writeAll(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done)
    done += bytesWritten
  }
}
