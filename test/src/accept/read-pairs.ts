import { join } from 'node:path'
import { filesUnder } from '@warc2dataset/pipeline/commits/commits'
import { openRun } from '@warc2dataset/pipeline/run/open-run'
import type { PhaseName } from '@warc2dataset/schemas'
import { identifier, literal } from '@warc2dataset/stages/parquet/duck'
import { z } from 'zod'
import { query } from '../bad-input/query.js'

/** A stored picture that has a similarity. */
export interface StoredPair {
  readonly key: string
  /** Name of the tar in fetched/ that holds `key`.jpg. */
  readonly tar: string
  /** Its TEXT. */
  readonly text: string
  readonly similarity: number
}

export interface StoredPairs {
  /** In the order of their keys. */
  readonly pairs: readonly StoredPair[]
  /** Pictures without a similarity, by reason. */
  readonly unscored: Readonly<Record<string, number>>
  /** Keys of the dataset. */
  readonly packed: ReadonlySet<string>
  /** Rows of the dataset whose TEXT or similarity_NAME is not the scored one. */
  readonly differs: number
}

const scoredRow = z.object({
  key: z.string(),
  caption: z.string(),
  similarity: z.number().nullable(),
  problem: z.string().nullable(),
})
const packedRow = z.object({ key: z.string(), TEXT: z.string(), similarity: z.number().nullable() })
const problemRow = z.object({ problem: z.string() })
/** Digits of a key behind those of its shard. */
const DIGITS_IN_SHARD = 4

/** What a finished run says of its pictures by one scorer: the committed files, read with a DuckDB of our own. */
export async function readPairs(run: string, scorer: string): Promise<StoredPairs> {
  const view = await openRun(run)
  const rows = async <T>(phase: PhaseName, prefix: string, columns: string, row: z.ZodType<T>) => {
    const files = filesUnder(await view.commits(phase), prefix).filter((name) => name.endsWith('.parquet'))
    if (files.length === 0) return []
    const list = files.map((name) => literal(join(run, name))).join(', ')
    return z.array(row).parse(await query(`SELECT ${columns} FROM read_parquet([${list}])`))
  }
  const metadata = await rows(
    'score',
    `scored/${scorer}/metadata/`,
    '"key", caption, similarity, problem',
    scoredRow,
  )
  const unscored = await rows('score', `scored/${scorer}/unscored/`, 'problem', problemRow)
  const similarity = identifier(`similarity_${scorer}`)
  const dataset = await rows('pack', 'dataset/', `"key", "TEXT", ${similarity} AS similarity`, packedRow)
  return {
    pairs: metadata.flatMap(asPair).sort((a, b) => (a.key < b.key ? -1 : 1)),
    unscored: countBy([
      ...unscored.map(({ problem }) => problem),
      ...metadata.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    ]),
    packed: new Set(dataset.map(({ key }) => key)),
    differs: countDiffering(dataset, metadata),
  }
}

/** Rows of a dataset whose TEXT or similarity is not exactly what the scorer wrote. */
export function countDiffering(
  dataset: readonly z.infer<typeof packedRow>[],
  scored: readonly Pick<z.infer<typeof scoredRow>, 'key' | 'caption' | 'similarity'>[],
): number {
  const byKey = new Map(scored.map((row) => [row.key, row]))
  return dataset.filter(({ key, TEXT, similarity }) => {
    const row = byKey.get(key)
    return row === undefined || row.caption !== TEXT || row.similarity !== similarity
  }).length
}

function asPair({ key, caption, similarity }: z.infer<typeof scoredRow>): readonly StoredPair[] {
  if (similarity === null) return []
  return [{ key, tar: `${key.slice(0, -DIGITS_IN_SHARD)}.tar`, text: caption, similarity }]
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
