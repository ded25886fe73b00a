import { readNpy } from '../npy/read-npy.js'
import { embedTexts } from '../score/embed-texts.js'
import type { Scorer } from '../score/open-scorer.js'
import { dot } from '../score/rank-texts.js'

/** A caption with the row of its picture's embedding; null: there is no caption, or no embedding. */
export interface RankedCaption {
  readonly text: string | null
  readonly primary_row: bigint | null
}

/** The similarity of each caption to its picture; null where the scorer cannot say. */
export type RankCaptions = (captions: readonly RankedCaption[]) => Promise<readonly (number | null)[]>

/**
 * Scores captions against the stored embeddings of one shard (`img_emb`, float16): its cosines differ by up to some
 * 2e-4 from those of score, which are taken before the rounding. `open` is called when there is something to score.
 */
export function openCaptionRanking(open: () => Promise<Scorer>, images: string): RankCaptions {
  return async (captions) => {
    const known = captions.flatMap(({ text, primary_row }, index) =>
      text === null || primary_row === null ? [] : [{ text, row: Number(primary_row), index }],
    )
    const scores: (number | null)[] = captions.map(() => null)
    if (known.length === 0) return scores
    const words = await embedTexts(
      await open(),
      known.map(({ text }) => [text]),
    )
    const rows = known.map(({ row }) => row)
    const first = Math.min(...rows)
    const { data, columns } = await readNpy(images, first, Math.max(...rows) + 1)
    for (const [at, { row, index }] of known.entries()) {
      const text = words[at]?.[0]
      if (text === undefined || text.vector === null || text.isUnknown) continue
      const start = (row - first) * columns
      const score = dot(data.subarray(start, start + columns), text.vector)
      scores[index] = Number.isFinite(score) ? score : null
    }
    return scores
  }
}
