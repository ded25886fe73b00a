import { expect, it } from 'vitest'
import { openNpy } from '../npy/write-npy.js'
import { withTables } from '../parquet/test-rows.js'
import type { Scorer } from '../score/open-scorer.js'
import { openCaptionRanking } from './rank-captions.js'

/** A scorer that knows three words: two directions, and one without a vector. */
function axes(): Scorer {
  const vectors = [Float32Array.of(1, 0), Float32Array.of(0, 1), null]
  const words = ['x', 'y', 'void']
  return {
    model: { manifest: { text: { tokenizer: { kind: 'words', max_unknown: 0 } } } },
    tokenize: (text: string) => {
      const at = words.indexOf(text)
      return { ids: [Math.max(0, at)], truncated: false, unknown: at === -1 ? 1 : 0 }
    },
    embedder: { texts: async (ids: number[][]) => ids.map(([id]) => vectors[id ?? 0] ?? null) },
  } as unknown as Scorer
}

it('is the cosine with the stored row, null where there is no caption, no row, no word or no vector', async () => {
  await withTables(async ({ path }) => {
    const npy = await openNpy(path('img.npy'), 2)
    await npy.add([Float32Array.of(0, 1), Float32Array.of(0.6, 0.8), Float32Array.of(1, 0)])
    await npy.close()
    let opened = 0
    const rank = openCaptionRanking(async () => {
      opened += 1
      return axes()
    }, path('img.npy'))
    expect(await rank([{ text: null, primary_row: 1n }])).toEqual([null])
    expect(opened).toBe(0)
    const captions = [
      { text: 'y', primary_row: 1n },
      { text: 'x', primary_row: 2n },
      { text: 'x', primary_row: 1n },
      { text: null, primary_row: 0n },
      { text: 'x', primary_row: null },
      { text: 'nonsense', primary_row: 1n },
      { text: 'void', primary_row: 1n },
    ]
    const scores = await rank(captions)
    expect(scores.slice(3)).toEqual([null, null, null, null])
    for (const [at, expected] of [0.8, 1, 0.6].entries()) {
      expect(Math.abs((scores[at] ?? 9) - expected)).toBeLessThan(2e-4)
    }
  })
})
