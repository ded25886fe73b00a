import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import type { EmbeddingFiles } from '@warc2dataset/stages/search/embedding-files'
import { measureRecall, type Recall } from '@warc2dataset/stages/search/measure-recall'
import {
  buildIndex,
  INDEX_SETTINGS,
  openIndex,
  type VectorIndex,
} from '@warc2dataset/stages/search/vector-index'
import { z } from 'zod'
import { inputOfAll } from '../commits/commits.js'
import { parseStored } from '../commits/parse-stored.js'
import type { RunView } from '../phases/phase.js'
import { scorerOf } from '../phases/score.js'
import { scratchOf } from '../storage/scratch.js'

/** index/<scorer>/<side>.json: what the index beside it was built of. */
const recordSchema = z.strictObject({
  version: z.literal(1),
  library: z.literal('usearch'),
  file: z.string(),
  bytes: z.number(),
  dim: z.number(),
  rows: z.number(),
  /** Rows that are not in it, since they are not finite. */
  not_finite: z.number(),
  /** Hash of the score commits: any other embeddings make it stale. */
  scores: z.string(),
  settings: z.strictObject({
    connectivity: z.number(),
    expansionAdd: z.number(),
    expansionSearch: z.number(),
  }),
  recall: z.strictObject({ at: z.number(), queries: z.number(), value: z.number() }),
})

/** Whose embeddings, and which. */
export interface IndexOf {
  readonly scorer: string
  readonly side: 'image' | 'text'
}

export interface RunIndex {
  readonly index: VectorIndex
  readonly recall: Recall
  readonly library: string
}

export interface BuiltIndex {
  readonly rows: number
  readonly notFinite: number
  readonly bytes: number
  readonly recall: Recall
}

/**
 * Builds an index over embeddings of the run, in the place of an earlier one, and measures what it finds.
 * @throws RunError exit 2 if the library is not there.
 */
export async function buildRunIndex(
  view: RunView,
  of: IndexOf,
  embeddings: EmbeddingFiles,
  progress: (rows: number) => void,
): Promise<BuiltIndex> {
  const scores = await scoresHash(view, of.scorer)
  const folder = scratchOf(view.storage.place)
  await mkdir(folder, { recursive: true })
  const scratch = await mkdtemp(join(folder, 'index-'))
  try {
    const path = join(scratch, 'index')
    const added = await buildIndex(embeddings, path, { progress: (rows, left) => progress(rows + left) })
    const { size: bytes } = await stat(path)
    const recall = await measureRecall(embeddings, openIndex(path, embeddings.dim))
    const before = await readRecord(view, of)
    const file = `index/${of.scorer}/${of.side}-${scores.slice(0, 12)}.usearch`
    const record: z.infer<typeof recordSchema> = {
      version: 1,
      library: 'usearch',
      file,
      bytes,
      dim: embeddings.dim,
      rows: embeddings.rows,
      not_finite: embeddings.rows - added,
      scores,
      settings: INDEX_SETTINGS,
      recall,
    }
    await view.storage.put(file, path)
    await writeFile(join(scratch, 'record'), `${JSON.stringify(record, null, 1)}\n`)
    await view.storage.put(recordName(of), join(scratch, 'record'))
    if (before !== null && before.file !== file) await view.storage.remove(before.file)
    return { rows: added, notFinite: record.not_finite, bytes, recall }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * The index of these embeddings, or null if none was built.
 * @throws RunError exit 2 if it was built of other embeddings, or is not whole.
 */
export async function openRunIndex(
  view: RunView,
  of: IndexOf,
  { dim, rows }: EmbeddingFiles,
  scratch: string,
): Promise<RunIndex | null> {
  const record = await readRecord(view, of)
  if (record === null) return null
  const isFresh = record.scores === (await scoresHash(view, of.scorer)) && record.rows === rows
  if (!isFresh || record.dim !== dim) throw stale('the scores of now', 'one of earlier scores')
  const bytes = await view.storage.size(record.file)
  if (bytes !== record.bytes) throw stale(`${record.bytes} bytes`, `${bytes ?? 'none'}`)
  const index = openIndex(await view.storage.toLocal(record.file, scratch), dim, record.settings)
  if (index.size !== rows - record.not_finite) throw stale(`${rows} rows`, `${index.size}`)
  return { index, recall: record.recall, library: record.library }
}

function stale(expected: string, got: string): RunError {
  return new RunError(
    'usage',
    `Expected an index of ${expected}, got ${got}: build it again with --build-index, or search with --exact`,
  )
}

async function readRecord(view: RunView, of: IndexOf): Promise<z.infer<typeof recordSchema> | null> {
  const name = recordName(of)
  const bytes = await view.storage.get(name)
  return bytes === null ? null : parseStored(recordSchema, bytes, `${view.storage.place}/${name}`)
}

function recordName({ scorer, side }: IndexOf): string {
  return `index/${scorer}/${side}.json`
}

async function scoresHash(view: RunView, scorer: string): Promise<string> {
  const commits = (await view.commits('score')).filter(({ unit }) => scorerOf(unit) === scorer)
  return inputOfAll('score', commits).sha256
}
