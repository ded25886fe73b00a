import { open } from 'node:fs/promises'
import { fromHalf } from '../npy/half.js'
import { dotRows } from './dot-rows.js'
import type { EmbeddingFile, EmbeddingFiles } from './embedding-files.js'
import { openTopRows, type RankedRows } from './top-rows.js'

/** Puts some rows in order, best first, with the very scores that a scan gives them. Rows that are not finite are left out. */
export async function scoreRows(
  embeddings: EmbeddingFiles,
  rows: readonly number[],
  query: Float32Array,
): Promise<RankedRows> {
  const top = openTopRows(rows.length)
  const score = new Float64Array(1)
  for (const row of rows) {
    dotRows(await readHalves(embeddings, row), 1, query, score)
    if (Number.isFinite(score[0])) top.add(row, score[0] as number)
  }
  return top.ranked()
}

/** One stored row as float32. @throws RangeError for a row that is not there. */
export async function readRowAt(embeddings: EmbeddingFiles, row: number): Promise<Float32Array> {
  return Float32Array.from(await readHalves(embeddings, row), fromHalf)
}

async function readHalves(embeddings: EmbeddingFiles, row: number): Promise<Uint16Array> {
  const { path, offset, firstRow } = fileOf(embeddings, row)
  const halves = new Uint16Array(embeddings.dim)
  const bytes = new Uint8Array(halves.buffer)
  const file = await open(path, 'r')
  try {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset + (row - firstRow) * bytes.length)
    if (bytesRead === bytes.length) return halves
    throw new Error(`Expected ${bytes.length} bytes of row ${row} for ${path}, got ${bytesRead}`)
  } finally {
    await file.close()
  }
}

function fileOf({ files, rows }: EmbeddingFiles, row: number): EmbeddingFile {
  const file = files.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows)
  if (file !== undefined && Number.isInteger(row)) return file
  throw new RangeError(`Expected a row from 0 to ${rows - 1}, got ${row}`)
}
