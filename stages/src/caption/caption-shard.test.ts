import type { CaptionRow } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { withTables } from '../parquet/test-rows.js'
import { noCaption } from './caption-outcome.js'
import { type CaptionShardInput, type CaptionTally, captionShard } from './caption-shard.js'

const KEYS = Array.from({ length: 600 }, (_, n) => String(n).padStart(9, '0'))
const SAMPLES = `SELECT lpad(CAST(i AS VARCHAR), 9, '0') AS "key", 'alt ' || i AS "text", 0::BIGINT AS tar_offset,
  1::BIGINT AS tar_size, 8 AS width, 8 AS height, i::BIGINT AS primary_row, NULL::BIGINT AS template_row
  FROM range(600) t(i) ORDER BY 1`

function run(values: Partial<CaptionShardInput> = {}): Promise<{
  readonly tally: CaptionTally
  readonly rows: readonly CaptionRow[]
  readonly progress: number
}> {
  return withTables(async ({ duck, path, read }) => {
    let progress = 0
    const tally = await captionShard(
      duck,
      {
        samples: SAMPLES,
        caption: async ({ key }) => {
          const n = Number(key)
          await new Promise((resolve) => setTimeout(resolve, (n * 7) % 5))
          const written = {
            kind: 'written',
            text: `of ${n}`,
            finish: null,
            tokensIn: 2 ** 40,
            tokensOut: 1,
          } as const
          return [
            { outcome: written, isKnown: n % 2 === 0 },
            { outcome: noCaption(n % 3 === 0 ? 'refused' : 'over_budget', 'so'), isKnown: false },
          ]
        },
        atOnce: 9,
        model: 'm',
        prompts: ['p0', 'p1'],
        isFused: (text) => text.endsWith('1'),
        rank: async (captions) =>
          captions.map(({ text, primary_row }) => (text === null ? null : Number(primary_row) / 1000)),
        signal: new AbortController().signal,
        progress: (n) => {
          progress += n
        },
        ...values,
      },
      path('captions.parquet'),
    )
    return { tally, rows: await read<CaptionRow>(path('captions.parquet')), progress }
  })
}

describe('captionShard', () => {
  it('writes a row for each sample and candidate in order, whatever came first, and counts them', async () => {
    const { tally, rows, progress } = await run()
    expect(rows.map(({ key, candidate }) => `${key}/${candidate}`)).toEqual(
      KEYS.flatMap((key) => [`${key}/0`, `${key}/1`]),
    )
    const [first, second] = rows.slice(2)
    expect(first).toEqual({
      key: '000000001',
      candidate: 0,
      outcome: 'written',
      text: 'of 1',
      similarity: 0.001,
      detail: null,
      caption_model: 'm',
      prompt_sha256: 'p0',
      fused: true,
      tokens_in: 2 ** 31 - 1,
      tokens_out: 1,
    })
    expect(second).toMatchObject({ outcome: 'over_budget', text: null, similarity: null, detail: 'so' })
    expect([tally.pictures, tally.open, tally.known, tally.tokensOut, progress]).toEqual([
      600, 400, 300, 300, 600,
    ])
    expect(tally.outcomes).toEqual({ over_budget: 400, refused: 200, written: 600 })
  })

  it('has no similarity without a scorer, and a file without a row if nobody is asked about', async () => {
    expect((await run({ rank: null })).rows.every(({ similarity }) => similarity === null)).toBe(true)
    const none = await run({ samples: SAMPLES.replace('range(600)', 'range(0)') })
    expect([none.rows, none.tally.pictures]).toEqual([[], 0])
  })

  it('rejects with what one picture is lost by', async () => {
    await expect(run({ caption: () => Promise.reject(new Error('lost')) })).rejects.toThrow('lost')
  })
})
