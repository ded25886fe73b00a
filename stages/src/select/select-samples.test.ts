import { describe, expect, it } from 'vitest'
import { many, sample, score, select, text } from './test-select.js'

/** Shards without buckets. */
const sizes = (...samples: readonly number[]) => samples.map((n) => ({ bucket: 'none', samples: n }))

describe('selectSamples', () => {
  it('gives every sample one fate and every kept one a place of its own', async () => {
    const { counts, selection, ledger, shards } = await select(many(10), {
      filter: 'original_width >= 104 and aspect < 1.09',
      shardSize: 3,
    })
    expect(counts).toEqual({ in: 10, kept: 5, shadow: 0, dropped: { select_where: 5 }, failed: {} })
    expect(ledger.map(({ outcome, filter }) => [outcome, filter])).toEqual([
      ...Array(4).fill(['dropped', 'original_width >= 104']),
      ...Array(5).fill(['kept', null]),
      ['dropped', 'aspect < 1.09'],
    ])
    expect(shards).toEqual(sizes(3, 2))
    const places = selection.map((row) => `${row.dataset_shard}/${row.dataset_index}`).sort()
    expect(places).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1'])
  })

  it('shuffles: the order of the dataset is not the order of the keys', async () => {
    const { selection } = await select(many(100))
    const order = [...selection].sort((a, b) => a.dataset_index - b.dataset_index).map(({ key }) => key)
    expect(order).not.toEqual([...order].sort())
    expect(new Set(order).size).toBe(100)
  })

  it('ends a shard at its bytes, and never leaves one empty', async () => {
    expect((await select(many(10), { maxShardBytes: 35 })).shards).toEqual(sizes(3, 3, 3, 1))
    expect((await select(many(3, { tar_size: 99n }), { maxShardBytes: 35 })).shards).toEqual(sizes(1, 1, 1))
    expect((await select([], {})).shards).toEqual([])
  })

  it('never keeps a shadow candidate, and says that it would have been kept', async () => {
    const shadow = { shadow_reason: 'plan_where', shadow_filter: 'f' }
    const { ledger, counts } = await select([sample(1, shadow), sample(2)], {})
    expect(ledger.map((row) => [row.outcome, row.reason, row.shadow, row.shadow_fate])).toEqual([
      ['dropped', 'plan_where', true, 'kept'],
      ['kept', null, false, null],
    ])
    expect(counts.dropped).toEqual({ plan_where: 1 })
  })

  it('takes a missing value as a fail, with the value that was judged', async () => {
    const { ledger } = await select([sample(1, { declared_width: null })], {
      filter: 'declared_width > 1 or text_length > 7',
    })
    expect(ledger[0]?.verdicts).toEqual([
      {
        filter: 'declared_width > 1 or text_length > 7',
        score: null,
        value: 'declared_width=null, text_length=0',
        pass: false,
      },
    ])
  })

  it('leaves out rows without a picture: they left in fetch', async () => {
    expect((await select([sample(1, { status: 'failed_to_download' })])).counts.in).toBe(0)
  })
})

describe('selectSamples with scores', () => {
  const scored = (values: readonly (number | null)[]) => ({
    a: values.flatMap((value, i) => (value === null ? [] : [score(i, value)])),
  })

  it('keeps what reaches the threshold, and tells a low similarity from none', async () => {
    const { ledger, counts, selection } = await select(many(4), {
      scored: { a: [score(0, 0.5), score(1, 0.49999), score(2, null, { problem: 'out_of_vocabulary' })] },
      keep: [{ kind: 'at_least', scorer: 'a', value: 0.5 }],
    })
    expect(
      ledger.map(({ outcome, reason, filter, similarity }) => [outcome, reason, filter, similarity]),
    ).toEqual([
      ['kept', null, null, 0.5],
      ['dropped', 'low_similarity', 'select.keep: similarity_a >= 0.5', 0.49999],
      ['dropped', 'no_score', 'select.keep: similarity_a >= 0.5', null],
      ['dropped', 'no_score', 'select.keep: similarity_a >= 0.5', null],
    ])
    expect(counts.dropped).toEqual({ low_similarity: 1, no_score: 2 })
    expect(selection.map(({ similarity, score_model }) => [similarity, score_model])).toEqual([[0.5, 'm1']])
  })

  it.each([
    [0, 10, 0],
    [0.29, 100, 28],
    [0.3, 10, 3],
    [0.999, 7, 6],
    [1, 7, 7],
  ])(
    'a fraction of %f of %i scored rows keeps %i, the best of them, whatever where says',
    async (fraction, n, kept) => {
      const values = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 0.5 : i / 1000))
      const { selection, counts } = await select([...many(n), sample(n)], {
        scored: scored(values),
        keep: [{ kind: 'fraction', scorer: null, fraction }],
      })
      expect(counts.kept).toBe(kept)
      const best = values.toSorted((x, y) => y - x).slice(0, kept)
      expect(selection.map(({ similarity }) => similarity)).toEqual(best)
    },
  )

  it('takes a fraction of what another scorer scored, its best', async () => {
    const { selection } = await select(many(6), {
      scored: {
        a: Array.from({ length: 6 }, (_, i) => score(i, i / 10)),
        b: [0.1, 0.5, 0.2, 0.4].map((similarity, i) => score(i, similarity)),
      },
      keep: [{ kind: 'fraction', scorer: 'b', fraction: 0.5 }],
    })
    expect(selection.map(({ key }) => Number(key)).sort()).toEqual([1, 3])
  })

  it('breaks ties of a fraction by hash, the same way each time, and judges the shadow by the last kept', async () => {
    const rows = [
      ...many(20),
      sample(20, { shadow_reason: 'plan_where' }),
      sample(21, { shadow_reason: 'plan_where' }),
    ]
    const options = {
      scored: scored([...Array.from({ length: 20 }, () => 0.4), 0.4, 0.39]),
      keep: [{ kind: 'fraction', scorer: null, fraction: 0.5 }] as const,
    }
    const [one, two] = [await select(rows, options), await select(rows, options)]
    expect(one.selection).toHaveLength(10)
    expect(one.selection.map(({ key }) => key)).toEqual(two.selection.map(({ key }) => key))
    expect(one.selection.map(({ key }) => Number(key))).not.toEqual(Array.from({ length: 10 }, (_, i) => i))
    expect(one.ledger.slice(20).map(({ shadow_fate }) => shadow_fate)).toEqual(['kept', 'low_similarity'])
  })

  it('takes TEXT from the primary scorer, and asks the other one about that text', async () => {
    const texts = [text('first'), text('second one'), text('the third')]
    const [first, second, third] = texts as [(typeof texts)[0], (typeof texts)[0], (typeof texts)[0]]
    const { selection } = await select([sample(0, { texts, text: 'first' })], {
      scored: {
        a: [
          score(0, 0.9, {
            caption: 'second one',
            text_id: second.text_id,
            extra_texts: [
              { ...first, similarity: 0.1 },
              { ...third, similarity: null },
            ],
          }),
        ],
        b: [
          score(0, 0.8, {
            caption: 'first',
            text_id: first.text_id,
            extra_texts: [
              { ...second, similarity: 0.25 },
              { ...third, similarity: 0.3 },
            ],
          }),
        ],
      },
      keep: [{ kind: 'at_least', scorer: 'b', value: 0.25 }],
      filter: "text = 'second one' and similarity_b < 0.26 and text_length = 10",
    })
    expect(selection).toMatchObject([
      { text: 'second one', caption: 'second one', similarity: 0.9, similarity_a: 0.9, similarity_b: 0.25 },
    ])
    expect(selection[0]?.extra_texts.map(({ text: words, similarity }) => [words, similarity])).toEqual([
      ['first', 0.1],
      ['the third', null],
    ])
  })

  it('passes as many by one scorer as reach a number by the other', async () => {
    const values = Array.from({ length: 20 }, (_, i) => i / 20)
    const { selection, ledger } = await select(many(20), {
      scored: {
        a: values.map((value, i) => score(i, value)),
        b: values.map((value, i) => score(i, 1 - value)),
      },
      keep: [{ kind: 'equal_pass', scorer: 'b', of: 'a', value: 0.75 }],
    })
    expect(selection.map(({ key }) => Number(key)).toSorted((x, y) => x - y)).toEqual([0, 1, 2, 3, 4])
    expect(new Set(ledger.map(({ filter }) => filter))).toEqual(
      new Set([null, 'select.keep: similarity_b passes as many as similarity_a >= 0.75']),
    )
  })

  it('takes what heads and prompt sets say: judges by it, writes it down, and tells a missing value apart', async () => {
    const aesthetic = { name: 'beauty', gives: { kind: 'number', column: 'aesthetic' } } as const
    const style = { name: 'style', gives: { kind: 'labels', top: 2 } } as const
    const { ledger, selection } = await select(many(4), {
      filter: "aesthetic > 5 and style in ('photograph', 'render')",
      annotated: [
        {
          by: aesthetic,
          rows: [5.5, 6, 4.5].map((value, i) => ({
            key: sample(i).key,
            aesthetic: value,
            beauty_by: 'v1@0',
          })),
        },
        {
          by: style,
          rows: ['photograph', 'logo', 'photograph', 'photograph'].map((label, i) => ({
            key: sample(i).key,
            style: label,
            style_p: 0.5,
            style_top: '[]',
            style_by: 'style@1',
          })),
        },
      ],
    })
    expect(ledger.map(({ reason }) => reason)).toEqual([null, 'select_where', 'select_where', 'no_score'])
    expect(ledger.map(({ filter }) => filter)).toEqual([
      null,
      "style in ('photograph', 'render')",
      'aesthetic > 5',
      'aesthetic > 5',
    ])
    expect(selection).toEqual([
      expect.objectContaining({ aesthetic: 5.5, beauty_by: 'v1@0', style: 'photograph', style_p: 0.5 }),
    ])
  })

  it('says no_score for a where that asks for a missing similarity, and only there', async () => {
    const { ledger } = await select(many(2), {
      scored: scored([0.3]),
      filter: 'original_width >= 100 and similarity > 0.2',
    })
    expect(ledger.map(({ reason }) => reason)).toEqual([null, 'no_score'])
    expect((await select(many(2), { scored: scored([0.3]) })).counts.kept).toBe(2)
  })
})
