import {
  type FetchedRow,
  fetchedColumns,
  type ScoredRow,
  type ScoreProblem,
  scoredColumns,
  type UnscoredRow,
  unscoredColumns,
} from '@warc2dataset/schemas'
import { openNpy } from '../npy/write-npy.js'
import { type Duck, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openRowWriter } from '../parquet/row-writer.js'
import type { StageEnv } from '../stage.js'
import { type EmbeddedTexts, embedTexts } from './embed-texts.js'
import type { Scorer } from './open-scorer.js'
import { rankTexts } from './rank-texts.js'
import { readAhead } from './read-ahead.js'

export interface ScoreInput {
  /** Parquet of the fetched shard. */
  readonly fetched: string
  /** Bytes of a stored picture, from the tar of that shard. */
  readonly readPicture: (offset: number, size: number) => Promise<Buffer>
  readonly batchSize: number
  readonly signal: AbortSignal
  /** Rows that are through, and the time that the device computed for them, ms. */
  readonly progress: (rows: number, computeMs: number) => void
  readonly count: StageEnv['count']
}

/** Files in clip-retrieval's layout: rows of the three belong together by position. */
export interface ScoreFiles {
  readonly images: string
  readonly texts: string
  readonly metadata: string
  readonly unscored: string
}

export interface ScoreTally {
  readonly samples: number
  readonly scored: number
  readonly problems: Readonly<Partial<Record<ScoreProblem, number>>>
}

export const SCORE_SHARD = { name: 'score-shard', version: 1 } as const

interface Prepared {
  readonly row: FetchedRow
  readonly pixels: Uint8Array | null
  readonly detail: string | null
}

/** Batches decoded ahead of the one that is being embedded. */
const AHEAD = 2

/** Embeds every stored picture of a shard with all its texts: a similarity, or a reason, for each sample. */
export async function scoreShard(
  duck: Duck,
  scorer: Scorer,
  input: ScoreInput,
  files: ScoreFiles,
): Promise<ScoreTally> {
  const { dim, id } = scorer.model.manifest
  const images = await openNpy(files.images, dim)
  const texts = await openNpy(files.texts, dim)
  const metadata = await openRowWriter(duck, 'metadata', scoredColumns)
  const unscored = await openRowWriter(duck, 'unscored', unscoredColumns)
  const problems: Partial<Record<ScoreProblem, number>> = {}
  const leaveOut = (row: FetchedRow, problem: ScoreProblem, detail: string | null): void => {
    problems[problem] = (problems[problem] ?? 0) + 1
    unscored.write([unscoredRow(row, problem, detail)])
  }
  let samples = 0
  let scored = 0
  let computed = scorer.embedder.computeMs()
  try {
    for await (const batch of readAhead(prepared(duck, scorer, input), AHEAD)) {
      input.signal.throwIfAborted()
      samples += batch.length
      const readable = batch.filter(({ row, pixels, detail }) => {
        if (pixels === null) leaveOut(row, 'picture_unreadable', detail)
        return pixels !== null
      })
      input.count('inferences', readable.length)
      const pictures = await scorer.embedder.images(readable.map(({ pixels }) => pixels as Uint8Array))
      const words = await embedTexts(
        scorer,
        readable.map(({ row }) => row.texts.map(({ text }) => text)),
      )
      const kept: { readonly picture: Float32Array; readonly text: Float32Array }[] = []
      for (const [index, { row }] of readable.entries()) {
        const result = rankTexts(row.texts, pictures[index] ?? null, words[index] as EmbeddedTexts)
        if (result.embedding === null) {
          leaveOut(row, result.problem ?? 'not_finite', null)
          continue
        }
        kept.push(result.embedding)
        metadata.write([scoredRow(row, result, id)])
        if (result.problem === null) scored += 1
        else problems[result.problem] = (problems[result.problem] ?? 0) + 1
      }
      await images.add(kept.map(({ picture }) => picture))
      await texts.add(kept.map(({ text }) => text))
      const now = scorer.embedder.computeMs()
      input.progress(batch.length, now - computed)
      computed = now
    }
  } catch (error) {
    await Promise.all([images.abort(), texts.abort()])
    throw error
  }
  await images.close()
  await texts.close()
  await metadata.finish(files.metadata, '"key"')
  await unscored.finish(files.unscored, '"key"')
  return { samples, scored, problems }
}

async function* prepared(
  duck: Duck,
  scorer: Scorer,
  { fetched, readPicture, batchSize, signal }: ScoreInput,
): AsyncGenerator<readonly Prepared[]> {
  const sql = `FROM ${scan([fetched], fetchedColumns)} WHERE status = 'success' ORDER BY "key"`
  for await (const rows of readRows<typeof fetchedColumns>(duck, sql, batchSize)) {
    yield await Promise.all(
      rows.map(async (row): Promise<Prepared> => {
        const jpeg = await readPicture(Number(row.tar_offset), Number(row.tar_size))
        const read = await scorer.pixels.read(jpeg, [scorer.spec], signal)
        return read.ok
          ? { row, pixels: read.pixels[0] ?? null, detail: null }
          : { row, pixels: null, detail: `${read.code}: ${read.detail}` }
      }),
    )
  }
}

function scoredRow(row: FetchedRow, result: ReturnType<typeof rankTexts>, model: string): ScoredRow {
  return {
    image_path: row.key,
    caption: result.best.text,
    key: row.key,
    candidate_id: row.candidate_id,
    url: row.url,
    text_id: result.best.text_id,
    text_kind: result.best.kind,
    similarity: result.best.similarity,
    problem: result.problem,
    text_truncated: result.truncated,
    extra_texts: result.others,
    score_model: model,
    score_input: 'stored',
  }
}

function unscoredRow(row: FetchedRow, problem: ScoreProblem, detail: string | null): UnscoredRow {
  return { key: row.key, candidate_id: row.candidate_id, url: row.url, problem, detail }
}
