import { describe, expect, it } from 'vitest'
import { type TestPair, withTestPairs } from '../test-pairs.js'
import { readTexts } from './read-texts.js'

type Read = readonly [row: number, language: number, text: string]

async function read(pairs: readonly TestPair[], languages: readonly string[], fill = '') {
  return withTestPairs({ pairs }, async ({ duck }) => {
    if (fill !== '') await duck.run(`INSERT INTO pairs (row, "text", "language", "length") ${fill}`)
    const batches: Read[][] = []
    let batch: Read[] = []
    await readTexts(
      duck,
      languages,
      (texts, from, to, row, language) => batch.push([row, language, texts.slice(from, to)]),
      async () => {
        // A query in between must be possible, and see the table.
        await duck.rows('SELECT count(*) FROM pairs')
        batches.push(batch)
        batch = []
      },
    )
    expect(batch).toEqual([])
    return batches
  })
}

const byRow = (batches: readonly (readonly Read[])[]): readonly Read[] =>
  batches.flat().sort(([a], [b]) => a - b)

describe('readTexts', () => {
  it('visits texts in the languages, with their row and the place of the language', async () => {
    const pairs = [
      { text: 'one', language: 'en' },
      { text: 'zwei', language: 'de' },
      { text: 'trois', language: 'fr' },
      { text: 'four', language: null },
      { text: '', language: 'en' },
      { text: '六 👩', language: 'de' },
      { text: '7 0 text', language: 'en' },
    ]
    expect(byRow(await read(pairs, ['de', 'en']))).toEqual([
      [0, 1, 'one'],
      [1, 0, 'zwei'],
      [5, 0, '六 👩'],
      [6, 1, '7 0 text'],
    ])
  })

  it('keeps texts with line feeds apart, and reads 16,000 characters at most', async () => {
    const pairs = [
      { text: 'a\nb\n\nc', language: 'en' },
      { text: '\n', language: 'en' },
      { text: `${'x'.repeat(15_998)}\n👩👩`, language: 'en' },
      { text: 'last', language: 'en' },
    ]
    expect(byRow(await read(pairs, ['en']))).toEqual([
      [0, 0, 'a b  c'],
      [1, 0, ' '],
      [2, 0, `${'x'.repeat(15_998)} 👩`],
      [3, 0, 'last'],
    ])
  })

  it('visits nothing without a language, a pair or a text of them', async () => {
    expect(await read([{ text: 'one', language: 'en' }], [])).toEqual([])
    expect(await read([], ['en'])).toEqual([])
    expect(byRow(await read([{ text: 'one', language: 'en' }], ['de']))).toEqual([])
    expect(byRow(await read([{ text: 'one', language: "d'e" }], ["d'e"]))).toEqual([[0, 0, 'one']])
  })

  it('visits each row once, the batches in the order of rows', async () => {
    // Lengths that nobody knows make batches of 4096 rows.
    const batches = await read([], ['en'], `SELECT range, 't' || range, 'en', NULL FROM range(20_001)`)
    expect(batches.length).toBeGreaterThan(3)
    expect(byRow(batches)).toEqual(Array.from({ length: 20_001 }, (_, row) => [row, 0, `t${row}`]))
    for (const [at, batch] of batches.entries()) {
      expect(Math.max(...batch.map(([row]) => row))).toBeLessThan(batches[at + 1]?.[0]?.[0] ?? Infinity)
    }
  })

  it('is told of a visitor that fails', async () => {
    await withTestPairs({ pairs: [{ text: 'one', language: 'en' }] }, async ({ duck }) => {
      const fail = (): never => {
        throw new Error('no')
      }
      await expect(readTexts(duck, ['en'], fail, async () => {})).rejects.toThrow('no')
      expect(await duck.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
    })
  })
})
