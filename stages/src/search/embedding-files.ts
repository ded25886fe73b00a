import { open } from 'node:fs/promises'
import { decodeHeader, headerBytes } from '../npy/npy-header.js'

/** A .npy file of float16 rows of one length; its rows are `firstRow` and on among all the rows of a search. */
export interface EmbeddingFile {
  readonly path: string
  readonly rows: number
  /** Where its data begins, bytes. */
  readonly offset: number
  readonly firstRow: number
}

/** Files that are searched as one. */
export interface EmbeddingFiles {
  readonly dim: number
  readonly rows: number
  readonly files: readonly EmbeddingFile[]
}

/**
 * Reads the headers of .npy files whose rows follow one another; all rows are as long as those of the first file.
 * @throws Error for a file that is none, that holds no float16 or rows of another length, or that is longer or shorter
 * than its header says.
 */
export async function openEmbeddings(paths: readonly string[]): Promise<EmbeddingFiles> {
  const files: EmbeddingFile[] = []
  let [rows, dim] = [0, 0]
  for (const path of paths) {
    const file = await readShape(path)
    if (files.length === 0) dim = file.dim
    if (dim !== file.dim) throw new Error(`Expected rows of ${dim} numbers for ${path}, got ${file.dim}`)
    files.push({ path, rows: file.rows, offset: file.offset, firstRow: rows })
    rows += file.rows
  }
  return { dim, rows, files }
}

async function readShape(path: string): Promise<Pick<EmbeddingFile, 'rows' | 'offset'> & { dim: number }> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(headerBytes)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const { type, rows, columns: dim, offset } = decodeHeader(head.subarray(0, bytesRead))
    if (type !== '<f2') throw new Error(`Expected float16 (<f2) for ${path}, got ${type}`)
    if (dim < 1) throw new Error(`Expected rows of at least one number for ${path}, got ${dim}`)
    const { size } = await file.stat()
    const expected = offset + rows * dim * 2
    if (size !== expected) throw new Error(`Expected ${expected} bytes for ${path}, got ${size}`)
    return { dim, rows, offset }
  } finally {
    await file.close()
  }
}
