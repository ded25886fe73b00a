import { type CentredTable, centreKinds, meanOf } from './centre-kinds.js'
import { covariance } from './covariance.js'
import { layOut } from './lay-out.js'
import { principalAxes } from './principal-axes.js'
import { projectRows } from './project-rows.js'
import { pickRows, type RowTable } from './row-table.js'
import { type ScaledPoints, scaleRobust } from './scale-robust.js'
import { drawRows } from './seeded-hash.js'
import { trustworthiness } from './trustworthiness.js'

const MOST_ROWS = 50_000
const MOST_DIMENSIONS = 1024
const MOST_AXES = 50
const MOST_COVARIANCE_ROWS = 10_000
const MOST_LANDMARKS = 4000
const MOST_JUDGED = 2000
const JUDGED_NEIGHBOURS = 15

export interface Embeddings {
  /** Row by row, `dim` values each; at most 50,000 rows, each of length 1. */
  readonly vectors: Float32Array
  /** 2..1024. */
  readonly dim: number
  /** One per row: 0 picture, 1 text. */
  readonly kinds: Uint8Array
  /** A safe integer; the same embeddings in the same order and seed give the same map, bit by bit. */
  readonly seed: number
  readonly signal: AbortSignal
}

export interface Projection {
  /** 0..1, one per row. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** A sentence for the reader of the map: all steps, with their sizes. */
  readonly method: string
  /** 0..1 at 15 neighbours, of at most 2,000 points as drawn; null below 31 points. */
  readonly trustworthiness: number | null
}

/**
 * A map of pictures and texts from their CLIP embeddings: near in the map means alike to the model, far means little.
 *
 * 1. The mean of each kind is taken from its rows. Pictures and texts of CLIP lie in two narrow cones, and the gap
 *    between them would be all that is seen: W. Liang et al., Mind the Gap, NeurIPS 2022. A kind with few rows comes to
 *    lie near the middle for that reason alone.
 *    Kinds still lie apart where pictures differ in ways in which texts do not.
 * 2. Principal components, at most 50, of the covariance of at most 10,000 rows.
 * 3. UMAP of at most 4,000 landmarks, drawn by a seeded hash, no two of them equal.
 * 4. Every other point stands at the weighted mean of its 10 nearest landmarks. Below 16 different points there is no
 *    UMAP: the first two principal components are the map.
 * 5. Both axes have one scale, at which the 1st to 99th percentile of the wider one fills 0.05..0.95.
 *
 * Equal embeddings of one kind stand on one point. The library's graph of 4,000 landmarks is built at one go, in about a
 * second; elsewhere the event loop turns every few hundredths.
 *
 * @throws RangeError at input outside the given ranges; the reason of `signal` once it is aborted.
 */
export async function projectEmbeddings(embeddings: Embeddings): Promise<Projection> {
  const { seed, signal } = embeddings
  signal.throwIfAborted()
  const table = await centreKinds(expectTable(embeddings), signal)
  const sampled = drawRows(table.rows, MOST_COVARIANCE_ROWS, { seed, stream: 'covariance' }).sort()
  const covariances = await covariance(table, sampled, signal)
  const count = Math.min(MOST_AXES, table.width)
  const axes = await principalAxes(covariances, table.width, { count, seed, signal })
  const reduced = await projectRows(table, axes, signal)
  const share = spreadShare(covariances, axes.variances)
  const laid = await layOut(reduced, { mostLandmarks: MOST_LANDMARKS, seed, signal })
  const scaled = scaleRobust(laid.points)
  const judged = drawRows(table.rows, MOST_JUDGED, { seed, stream: 'judged' })
  const trust = await judge(table, { judged, scaled, signal })
  const method = [
    `The mean of the pictures and that of the texts were taken from ${table.rows} embeddings of ${table.width} numbers`,
    `${count} principal components of ${sampled.length} of them hold ${(share * 100).toFixed(1)} % of the spread`,
    laid.how,
    `both axes have one scale, the 1st to 99th percentile of the wider one inside, ${scaled.clamped} points put on the edge`,
    trust === null
      ? 'too few points for a trustworthiness'
      : `trustworthiness at ${JUDGED_NEIGHBOURS} neighbours is of ${judged.length} points as drawn`,
  ].join('; ')
  return { x: scaled.x, y: scaled.y, method: `${method}. Seed ${seed}.`, trustworthiness: trust }
}

/** Part of the whole spread that the axes hold, 0..1; 1 where there is none. */
function spreadShare(covariances: Float64Array, variances: Float64Array): number {
  const width = Math.sqrt(covariances.length)
  let whole = 0
  for (let d = 0; d < width; d++) whole += covariances[d * width + d] as number
  return whole > 0 ? Math.min(1, variances.reduce((sum, variance) => sum + variance, 0) / whole) : 1
}

function judge(
  table: CentredTable,
  {
    judged,
    scaled,
    signal,
  }: { readonly judged: Uint32Array; readonly scaled: ScaledPoints; readonly signal: AbortSignal },
): Promise<number | null> {
  const original = pickRows(table, judged)
  judged.forEach((row, place) => {
    const mean = meanOf(table, row)
    for (let d = 0; d < table.width; d++) {
      const at = place * table.width + d
      original.values[at] = (original.values[at] as number) - (mean[d] as number)
    }
  })
  const pick = (of: Float32Array): Float32Array => Float32Array.from(judged, (row) => of[row] as number)
  return trustworthiness(
    { original, x: pick(scaled.x), y: pick(scaled.y) },
    { neighbours: JUDGED_NEIGHBOURS, signal },
  )
}

function expectTable({ vectors, dim, kinds, seed }: Embeddings): RowTable & { readonly kinds: Uint8Array } {
  if (!Number.isInteger(dim) || dim < 2 || dim > MOST_DIMENSIONS) {
    throw new RangeError(`Expected an integer in 2..${MOST_DIMENSIONS} for dim, got ${dim}`)
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`Expected a safe integer for seed, got ${seed}`)
  const rows = kinds.length
  if (rows > MOST_ROWS) throw new RangeError(`Expected at most ${MOST_ROWS} rows for kinds, got ${rows}`)
  if (vectors.length !== rows * dim) {
    throw new RangeError(`Expected ${rows} rows of ${dim} for vectors, got ${vectors.length} numbers`)
  }
  const stray = kinds.find((kind) => kind > 1)
  if (stray !== undefined) throw new RangeError(`Expected 0 or 1 for kinds, got ${stray}`)
  return { values: vectors, width: dim, rows, kinds }
}
