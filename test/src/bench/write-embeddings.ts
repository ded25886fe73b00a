import { join } from 'node:path'
import { openNpy } from '@warc2dataset/stages/npy/write-npy'

/** Directions that the rows vary in: embeddings fill few of their dimensions, and an index lives by that. */
const LATENT = 24
const NOISE = 0.15
const SHARD_ROWS = 100_000
const BATCH = 1000
const SEED = 7

/** Seeded unit vectors in .npy files of float16, 100,000 rows each. Returns their paths. */
export async function writeEmbeddings(folder: string, rows: number, dim: number): Promise<readonly string[]> {
  const next = mulberry(SEED)
  const basis = Float32Array.from({ length: LATENT * dim }, () => next())
  const paths: string[] = []
  for (let from = 0; from < rows; from += SHARD_ROWS) {
    const path = join(folder, `${String(paths.length).padStart(5, '0')}.npy`)
    paths.push(path)
    const npy = await openNpy(path, dim)
    const length = Math.min(SHARD_ROWS, rows - from)
    for (let at = 0; at < length; at += BATCH) {
      await npy.add(Array.from({ length: Math.min(BATCH, length - at) }, () => drawRow(basis, dim, next)))
    }
    await npy.close()
  }
  return paths
}

function drawRow(basis: Float32Array, dim: number, next: () => number): Float32Array {
  const row = Float32Array.from({ length: dim }, () => NOISE * next())
  for (let k = 0; k < LATENT; k++) {
    const weight = next()
    for (let j = 0; j < dim; j++) row[j] = (row[j] as number) + weight * (basis[k * dim + j] as number)
  }
  let squares = 0
  for (const value of row) squares += value * value
  const length = Math.sqrt(squares)
  for (let j = 0; j < dim; j++) row[j] = (row[j] as number) / length
  return row
}

/** From -0.5 to 0.5. A billion draws: the seeded random of the demo is too slow for them. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5
  }
}
