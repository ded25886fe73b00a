import { open } from 'node:fs/promises'
import { fromHalf } from './half.js'
import { decodeHeader, headerBytes, type NpyShape } from './npy-header.js'

export interface NpyRows extends NpyShape {
  /** Rows `from` to `to - 1`, one after the other. */
  readonly data: Float32Array
}

/**
 * Rows `from` (0) to `to - 1` (the last) of a .npy file of float16 or float32 as `openNpy` and numpy write them.
 * Rejects if it is not one, has another length than its header says, or not that many rows.
 */
export async function readNpy(path: string, from = 0, to?: number): Promise<NpyRows> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(headerBytes)
    const shape = decodeHeader(head.subarray(0, await readAll(file, head, 0)))
    const { type, rows, columns, offset } = shape
    const width = type === '<f2' ? 2 : 4
    const { size } = await file.stat()
    const expected = offset + rows * columns * width
    if (size !== expected) throw new Error(`Expected ${expected} bytes for ${path}, got ${size}`)
    const end = to ?? rows
    if (!Number.isInteger(from) || !Number.isInteger(end) || from < 0 || from > end || end > rows) {
      throw new RangeError(`Expected rows within 0 to ${rows} of ${path}, got ${from} to ${end}`)
    }
    const bytes = Buffer.alloc((end - from) * columns * width)
    const got = await readAll(file, bytes, offset + from * columns * width)
    if (got !== bytes.length)
      throw new Error(`Expected ${bytes.length} bytes of rows for ${path}, got ${got}`)
    const read =
      type === '<f2'
        ? (at: number) => fromHalf(bytes.readUInt16LE(at))
        : (at: number) => bytes.readFloatLE(at)
    const data = Float32Array.from({ length: bytes.length / width }, (_, i) => read(i * width))
    return { ...shape, data }
  } finally {
    await file.close()
  }
}

async function readAll(
  file: Awaited<ReturnType<typeof open>>,
  into: Buffer,
  position: number,
): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}
