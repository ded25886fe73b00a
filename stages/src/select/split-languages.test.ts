import { expect, it } from 'vitest'
import { many, sample, select } from './test-select.js'

const TEXTS = [
  ['en', 'A red bicycle leaning against the wall of an old house'],
  ['en', 'Two children are playing with a small dog in the garden'],
  ['de', 'Ein rotes Fahrrad lehnt an der Mauer eines alten Hauses'],
  ['fr', "Un vélo rouge appuyé contre le mur d'une vieille maison"],
  [null, 'IMG_2041.jpg'],
] as const

const rows = TEXTS.flatMap(([, text], of) =>
  Array.from({ length: 6 }, (_, i) => sample(of * 6 + i, { text, texts: [] })),
)

it('parts the dataset by the language of TEXT, shards of one part each', async () => {
  const { selection, shards, counts } = await select(rows, { split: 'language', shardSize: 5 })
  expect(counts.kept).toBe(rows.length)
  for (const { key, language, split } of selection) {
    const [known] = TEXTS[Math.floor(Number(key) / 6)] ?? [null]
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

it('leaves the dataset whole, and its language unsaid, if nobody asks', async () => {
  const { selection, shards } = await select(many(3))
  expect(shards).toEqual([{ bucket: 'none', samples: 3 }])
  expect(selection.map(({ language, split }) => [language, split])).toEqual(Array(3).fill([null, null]))
})
