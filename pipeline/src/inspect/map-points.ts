import type { MapPoints, MapSection } from '@warc2dataset/schemas'
import type { Inspected } from '@warc2dataset/stages/inspect/pair-table'
import { redactText } from '@warc2dataset/stages/inspect/walls/redact-text'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { literal } from '@warc2dataset/stages/parquet/duck'
import { projectEmbeddings } from '@warc2dataset/stages/projection/project-embeddings'
import type { RunView } from '../phases/phase.js'
import { type EmbeddingShard, embeddingShards } from '../search/embedding-shards.js'

export interface MapOptions {
  /** Points, pictures and texts together; at most 50,000. */
  readonly points: number
  readonly seed: number
  readonly scratch: string
  readonly signal: AbortSignal
}

export interface DrawnMap {
  readonly section: MapSection
  readonly points: MapPoints
}

interface Embedded {
  readonly shard: number
  readonly at: number
  readonly caption: string
  readonly url: string
  readonly language: string | null
  readonly score: number | null
  readonly step: number
}

/** Characters of a text, and of a URL, in what belongs to a point. */
const SHOWN = 100
/** JSON of what belongs to points, at most: the report has a size to keep. */
const MOST_ROW_BYTES = 2 * 2 ** 20
const DECIMALS = 1e4

/** A map of the pictures and texts that the primary scorer embedded; null if there are none. */
export async function drawMap(
  view: RunView,
  inspected: Inspected,
  options: MapOptions,
): Promise<DrawnMap | null> {
  const [primary] = view.scorers
  const shards = primary === undefined ? [] : await embeddingShards(view, primary.name)
  if (primary === undefined || shards.length === 0) return null
  const { rows, of } = await drawRows(view, inspected, shards, options)
  if (rows.length === 0) return null
  const vectors = await readVectors(view, shards, rows, { dim: primary.dim, scratch: options.scratch })
  const kinds = Uint8Array.from({ length: rows.length * 2 }, (_, at) => (at < rows.length ? 0 : 1))
  const { seed, signal } = options
  const drawn = await projectEmbeddings({ vectors, dim: primary.dim, kinds, seed, signal })
  const described = describeRows(rows)
  const twice = <T>(values: readonly T[]): readonly T[] => [...values, ...values]
  return {
    section: {
      scorer: primary.id,
      toy: primary.toy,
      pictures: rows.length,
      texts: rows.length,
      of,
      method: drawn.method,
      seed,
      trustworthiness: drawn.trustworthiness,
    },
    points: {
      x: Array.from(drawn.x, rounded),
      y: Array.from(drawn.y, rounded),
      kind: Array.from(kinds),
      fate: twice(rows.map(({ step }) => step)),
      row: twice(rows.map((_, at) => (at < described.length ? at : -1))),
      steps: inspected.steps.map(({ filter, code }) => filter ?? code ?? ''),
      rows: described,
    },
  }
}

/** Rows drawn by a hash of their key, in its order. */
async function drawRows(
  view: RunView,
  { duck }: Inspected,
  shards: readonly EmbeddingShard[],
  { points, seed, scratch }: MapOptions,
): Promise<{ readonly rows: readonly Embedded[]; readonly of: number }> {
  const parts = await Promise.all(
    shards.map(async ({ metadata }, shard) => {
      const path = await view.storage.toLocal(metadata, scratch)
      return `SELECT ${shard} AS shard, file_row_number AS at, "key", caption, similarity
        FROM read_parquet(${literal(path)}, file_row_number = true)`
    }),
  )
  await duck.run(`CREATE OR REPLACE TEMP VIEW embedded AS ${parts.join(' UNION ALL ')}`)
  const [size] = await duck.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM embedded')
  const rows = await duck.rows<Embedded>(`
    SELECT e.shard::DOUBLE AS shard, e.at::DOUBLE AS at, e.caption, p.url, p."language", e.similarity AS score,
      p.left_step::DOUBLE AS step
    FROM (SELECT *, md5(${literal(`${seed}:`)} || "key") AS draw FROM embedded
      ORDER BY draw, "key" LIMIT ${Math.floor(points / 2)}) e
    JOIN pairs p ON p."key" = e."key" ORDER BY e.draw, e."key"`)
  return { rows, of: size?.n ?? 0 }
}

/** Pictures first, then their texts, in the rows' order. */
async function readVectors(
  view: RunView,
  shards: readonly EmbeddingShard[],
  rows: readonly Embedded[],
  { dim, scratch }: { readonly dim: number; readonly scratch: string },
): Promise<Float32Array> {
  const vectors = new Float32Array(rows.length * 2 * dim)
  for (const [shard, files] of shards.entries()) {
    const wanted = rows.flatMap((row, place) => (row.shard === shard ? [{ place, at: row.at }] : []))
    if (wanted.length === 0) continue
    for (const [side, name] of [files.images, files.texts].entries()) {
      const { data, columns } = await readNpy(await view.storage.toLocal(name, scratch))
      if (columns !== dim) throw new Error(`Expected ${dim} columns for ${name}, got ${columns}`)
      for (const { place, at } of wanted) {
        vectors.set(unitLength(data.subarray(at * dim, (at + 1) * dim)), (side * rows.length + place) * dim)
      }
    }
  }
  return vectors
}

/** Stored as float16, rows are of length 1 but for their rounding. */
function unitLength(row: Float32Array): Float32Array {
  const length = Math.hypot(...row)
  return length === 0 ? row : row.map((value) => value / length)
}

function describeRows(rows: readonly Embedded[]): MapPoints['rows'] {
  const described: MapPoints['rows'][number][] = []
  let bytes = 0
  for (const { url, caption, language, score } of rows) {
    const row = {
      url: url.slice(0, SHOWN),
      text: cut(redactText(caption)),
      language,
      score: score === null ? null : rounded(score),
    }
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1
    if (bytes > MOST_ROW_BYTES) break
    described.push(row)
  }
  return described
}

function cut(text: string): string {
  const points = [...text]
  return points.length <= SHOWN ? text : `${points.slice(0, SHOWN - 1).join('')}…`
}

function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS
}
