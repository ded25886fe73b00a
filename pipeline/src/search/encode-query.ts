import { RunError } from '@warc2dataset/schemas'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { readRowAt } from '@warc2dataset/stages/search/score-rows'
import type { RunView } from '../phases/phase.js'
import type { SearchedEmbeddings } from './open-search.js'
import { type Encoded, openQueryEncoder, type QueryEncoder } from './query-encoder.js'
import type { Query, QueryTerm } from './query-term.js'
import { queryVector } from './query-vector.js'
import { type RowFiles, rowOfKey, whyNoRow } from './searchable-rows.js'

/** What a query is looked up in. */
export interface QueryPlace {
  readonly query: Query
  readonly opened: SearchedEmbeddings
  readonly files: RowFiles
  /** With table `searched`. */
  readonly duck: Duck
}

/**
 * The vector of a query, of length 1. The model is opened only if there are words or a picture to read.
 * @throws RunError exit 2, 5 or 12, as `searchRun` says.
 */
export async function encodeQuery(
  view: RunView,
  { query, opened, duck, files }: QueryPlace,
): Promise<{ readonly vector: Float32Array; readonly notes: readonly string[] }> {
  // A key needs no model: it may be gone by now.
  let encoder: Promise<QueryEncoder> | null = null
  const encode = async (term: QueryTerm): Promise<Encoded> => {
    if (term.kind === 'key') {
      const row = await rowOfKey(duck, term.key)
      if (row !== null) return { vector: await readRowAt(opened.images, row), note: null }
      const why = await whyNoRow(duck, files, term.key)
      throw new RunError('usage', `Expected the key of a picture with an embedding, got ${term.key}, ${why}`)
    }
    encoder ??= openQueryEncoder(view, opened.scorer)
    const { text, image } = await encoder
    return term.kind === 'text' ? text(term.text) : image(term.file)
  }
  const encodeAll = async (terms: readonly QueryTerm[]): Promise<readonly Encoded[]> => {
    const all: Encoded[] = []
    for (const term of terms) all.push(await encode(term))
    return all
  }
  try {
    const [plus, minus] = [await encodeAll(query.plus), await encodeAll(query.minus)]
    const vectors = (parts: readonly Encoded[]) => parts.map(({ vector }) => vector)
    return {
      vector: queryVector(vectors(plus), vectors(minus)),
      notes: [...plus, ...minus].flatMap(({ note }) => (note === null ? [] : [note])),
    }
  } finally {
    // One that did not open has nothing to close, and has said why.
    const open = await (encoder as Promise<QueryEncoder> | null)?.catch(() => null)
    await open?.close()
  }
}
