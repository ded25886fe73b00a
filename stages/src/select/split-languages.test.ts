import { expect, it } from 'vitest'
import { many, sample, score, select, text } from './test-select.js'

const LANGUAGES = ['en', 'en', 'de', 'fr', null] as const

const rows = LANGUAGES.flatMap((language, of) =>
  Array.from({ length: 6 }, (_, i) => sample(of * 6 + i, { language })),
)

it('parts the dataset by the language of TEXT, shards of one part each', async () => {
  const { selection, shards, counts } = await select(rows, { split: 'language', shardSize: 5 })
  expect(counts.kept).toBe(rows.length)
  for (const { key, language, split } of selection) {
    const known = LANGUAGES[Math.floor(Number(key) / 6)] ?? null
    expect(language).toBe(known)
    expect(split).toBe(known === null ? 'nolang' : known === 'en' ? 'en' : 'multi')
  }
  expect(shards.map(({ split, samples }) => [split, samples])).toEqual([
    ['en', 5],
    ['en', 5],
    ['en', 2],
    ['multi', 5],
    ['multi', 5],
    ['multi', 2],
    ['nolang', 5],
    ['nolang', 1],
  ])
  const parts = shards.map((_, shard) => selection.filter((row) => row.dataset_shard === shard))
  expect(parts.map((part) => new Set(part.map(({ split }) => split)).size)).toEqual(shards.map(() => 1))
})

it('leaves the dataset whole if nobody asks', async () => {
  const { selection, shards } = await select(many(3, { language: 'en' }))
  expect(shards).toEqual([{ bucket: 'none', samples: 3 }])
  expect(selection.map(({ language, split }) => [language, split])).toEqual(Array(3).fill(['en', null]))
})

it('takes language, script and class from the text that the scorer chose', async () => {
  const measured = (words: string, language: string | null) => ({ ...text(words), language, script: 'Latn' })
  const [alt, title] = [measured('photo', null), { ...measured('Ein Haus am See', 'de'), kind: 'title' }]
  const row = sample(0, {
    texts: [{ ...alt, class: 'generic' }, title],
    language: null,
    text_class: 'generic',
  })
  const scored = score(0, 0.4, { caption: title.text, text_id: title.text_id, text_kind: 'title' })
  const { selection } = await select([row], { split: 'language', scored: { toy: [scored] } })
  expect(selection).toMatchObject([
    {
      text: title.text,
      text_kind: 'title',
      language: 'de',
      script: 'Latn',
      text_class: null,
      split: 'multi',
    },
  ])
})
