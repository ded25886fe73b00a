import { describe, expect, it } from 'vitest'
import { withTables } from '../parquet/test-rows.js'
import type { CaptionWish } from './choose-captions.js'
import { caption, many, sample, score, select } from './test-select.js'

const SIZE = 400
const SEED = 7
/** No two equal, of samples and of candidates; every tenth sample has no score. */
const altScore = (i: number): number | null => (i % 10 === 9 ? null : ((i * 37) % 401) / 401)
/** Up to two candidates; every seventh has none. */
const candidatesOf = (i: number) =>
  Array.from({ length: i % 7 === 0 ? 0 : 1 + (i % 2) }, (_, n) =>
    caption(i, `written ${i}/${n}`, ((i * 53 + n * 199) % 397) / 397, n),
  )

const input = {
  scored: {
    a: Array.from({ length: SIZE }, (_, i) => score(i, altScore(i))),
  },
  captions: Array.from({ length: SIZE }, (_, i) => candidatesOf(i)).flat(),
  seed: SEED,
}

/** What a rule chooses, as SQL over (key, alt, alt_score, text, score): text and score of the best candidate. */
const REFERENCES: readonly (readonly [CaptionWish, string])[] = [
  [{ kind: 'synthetic' }, 'coalesce("text", alt)'],
  [{ kind: 'best' }, `CASE WHEN "text" IS NULL OR alt_score >= score THEN alt ELSE "text" END`],
  [
    { kind: 'mix', synthetic: 0.7 },
    `CASE WHEN ('0x' || left(md5('${SEED}:caption:' || "key"), 12))::BIGINT / 281474976710656 < 0.7
      THEN coalesce("text", alt) ELSE alt END`,
  ],
  [
    { kind: 'raw_then_synth', fraction: 0.3 },
    `CASE WHEN alt_score >= (SELECT min(alt_score) FROM (SELECT alt_score FROM rows WHERE alt_score IS NOT NULL
        ORDER BY alt_score DESC LIMIT (SELECT floor(0.3 * count(alt_score))::BIGINT FROM rows))) THEN alt
      WHEN score >= (SELECT min(alt_score) FROM (SELECT alt_score FROM rows WHERE alt_score IS NOT NULL
        ORDER BY alt_score DESC LIMIT (SELECT floor(0.3 * count(alt_score))::BIGINT FROM rows))) THEN "text" END`,
  ],
]

async function bySql(expression: string): Promise<ReadonlyMap<string, string | null>> {
  return withTables(async ({ duck }) => {
    await duck.run('CREATE TABLE alts ("key" VARCHAR, alt VARCHAR, alt_score DOUBLE)')
    await duck.run('CREATE TABLE written ("key" VARCHAR, n INTEGER, "text" VARCHAR, score DOUBLE)')
    for (let i = 0; i < SIZE; i++)
      await duck.run(`INSERT INTO alts VALUES ('${sample(i).key}', 'text ${i}', ${altScore(i)})`)
    for (const { key, candidate, text, similarity } of input.captions)
      await duck.run(`INSERT INTO written VALUES ('${key}', ${candidate}, '${text}', ${similarity})`)
    await duck.run(`CREATE TABLE rows AS SELECT * FROM alts LEFT JOIN (
      SELECT DISTINCT ON ("key") "key", "text", score FROM written ORDER BY "key", score DESC) USING ("key")`)
    const rows = await duck.rows<{ key: string; chosen: string | null }>(
      `SELECT "key", ${expression} AS chosen FROM rows`,
    )
    return new Map(rows.map(({ key, chosen }) => [key, chosen]))
  })
}

describe('captions in a selection', () => {
  it.each(REFERENCES)('%o is what an independent SQL chooses, row by row', async (wish, expression) => {
    const expected = await bySql(expression)
    const { selection, ledger, captions } = await select(many(SIZE), { ...input, caption: wish })
    const kept = new Map(selection.map((row) => [row.key, row]))
    for (const [key, text] of expected) {
      const row = kept.get(key)
      expect(row?.caption ?? null).toBe(text)
      const isSynthetic = text?.startsWith('written') === true
      if (row !== undefined) {
        expect(row.caption_source).toBe(isSynthetic ? 'synthetic' : 'alt')
        expect(row.caption_model).toBe(isSynthetic ? 'captioner' : null)
        expect(row.text).toBe(`text ${Number(key)}`)
      }
    }
    const synthetic = [...kept.values()].filter((row) => row.caption_source === 'synthetic')
    expect(synthetic.length).toBeGreaterThan(20)
    expect(captions).toMatchObject({
      synthetic: synthetic.length,
      alt: kept.size - synthetic.length,
    })
    const left = ledger.filter(({ outcome }) => outcome === 'dropped').map(({ reason }) => reason)
    expect(new Set(left)).toEqual(new Set(wish.kind === 'raw_then_synth' ? ['no_caption', 'no_score'] : []))
  })

  it('counts who fell back to the alt since nothing was written', async () => {
    const without = Array.from({ length: SIZE }, (_, i) => i).filter((i) => candidatesOf(i).length === 0)
    const count = async (wish: CaptionWish) =>
      (await select(many(SIZE), { ...input, caption: wish })).captions.fell_back
    expect(await count({ kind: 'synthetic' })).toBe(without.length)
    expect(await count({ kind: 'alt' })).toBe(0)
    expect(await count({ kind: 'mix', synthetic: 0 })).toBe(0)
    expect(await count({ kind: 'mix', synthetic: 1 })).toBe(without.length)
  })

  it('takes only what was written, and nothing of a sample that is not kept', async () => {
    const refused = { ...caption(0, '', 0.9), outcome: 'refused', text: null }
    const { selection, captions } = await select(many(3), {
      captions: [refused, caption(1, 'a cat', null), caption(2, 'a dog', null)],
      caption: { kind: 'synthetic' },
      filter: 'original_width < 102',
    })
    expect(selection.map(({ caption: words }) => words).sort()).toEqual(['a cat', 'text 0'])
    expect(captions).toEqual({ alt: 1, synthetic: 1, fell_back: 1 })
  })
})
