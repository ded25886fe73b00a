import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createUniform } from '../../statistics/simulated-clusters.js'
import type { ScoreOfPairs } from '../pair-table.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { drawWalls } from './draw-walls.js'

const SCORE: ScoreOfPairs = { column: 'similarity', model: 'clip', toy: false, step: 1, cut: 0.28 }
const STEPS: TestWorld['steps'] = [
  { phase: 'fetch', filter: null, code: 'http_4xx', outcome: 'failed' },
  { phase: 'select', filter: 'select.keep: similarity >= 0.28', code: null, outcome: 'dropped' },
]
const OPTIONS = { each: 24, seed: 3 }

function scored(score: number, more: TestPair = {}): TestPair {
  const kept = score >= 0.28
  return {
    score,
    saw: 3,
    cut: kept ? 0 : 2,
    kept,
    left_step: kept ? -1 : 1,
    reason: kept ? null : 'low_similarity',
    ...more,
  }
}
const failed: TestPair = { saw: 1, cut: 1, kept: false, left_step: 0, reason: 'http_404' }

/** Ids with the smallest md5, found without SQL. */
function smallest(ids: readonly number[], { each, seed }: typeof OPTIONS): readonly bigint[] {
  const hash = (id: number): string => createHash('md5').update(`${seed}:${id}`).digest('hex')
  return [...ids]
    .sort((a, b) => (hash(a) < hash(b) ? -1 : 1))
    .slice(0, each)
    .map(BigInt)
}

describe('drawWalls', () => {
  it('draws by md5 of seed and id, whatever the order of rows', async () => {
    const uniform = createUniform(4)
    const pairs = Array.from({ length: 700 }, (_, id): TestPair => {
      const fate = uniform()
      return { id: id * 7, ...(fate < 0.2 ? failed : scored(fate < 0.6 ? 0.1 : 0.4)) }
    })
    const idsOf = (step: number): readonly number[] =>
      pairs.filter(({ left_step }) => left_step === step).map(({ id }) => Number(id))
    for (const order of [pairs, pairs.toReversed()]) {
      await withTestPairs({ pairs: order, steps: STEPS, score: SCORE }, async (inspected) => {
        const { walls } = await drawWalls(inspected, OPTIONS)
        expect([...walls.keys()]).toEqual(['kept', 's0', 's1'])
        for (const [name, step] of [
          ['kept', -1],
          ['s0', 0],
          ['s1', 1],
        ] as const) {
          const wall = walls.get(name)?.[0]
          expect(wall).toMatchObject({ kind: 'random', of: idsOf(step).length })
          expect(wall?.rows.map(({ id }) => id)).toEqual(smallest(idsOf(step), OPTIONS))
        }
      })
    }
  })

  it('shows another draw for another seed, and fewer where there are fewer', async () => {
    const pairs = Array.from({ length: 60 }, () => scored(0.4))
    await withTestPairs(
      { pairs: [...pairs, failed, failed], steps: STEPS, score: SCORE },
      async (inspected) => {
        const of = async (seed: number) => (await drawWalls(inspected, { each: 24, seed })).walls
        const [one, other] = [await of(1), await of(2)]
        const ids = (walls: typeof one) => walls.get('kept')?.[0]?.rows.map(({ id }) => id)
        expect(ids(one)).toHaveLength(24)
        expect(ids(one)).not.toEqual(ids(other))
        expect(one.get('s0')?.[0]?.rows).toHaveLength(2)
        expect(one.get('s1')).toBeUndefined()
      },
    )
  })

  it('has the closest calls of either side, which nothing else cut', async () => {
    const pairs = [
      ...Array.from({ length: 10 }, (_, at) => scored(0.28 + at / 100)),
      ...Array.from({ length: 10 }, (_, at) => scored(0.279 - at / 100)),
      // Nearer, but something else cut it, or the shadow sample carried it there.
      scored(0.2801, { cut: 1, kept: false, left_step: 0 }),
      scored(0.2799, { cut: 1, saw: 1, shadow: true, left_step: 0 }),
      // The score of the cut, lost among ties.
      scored(0.28, { cut: 2, kept: false, left_step: 1 }),
    ]
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const { walls } = await drawWalls(inspected, { each: 3, seed: 1 })
      const [random, closest] = walls.get('s1') ?? []
      expect(random).toMatchObject({ kind: 'random', of: 11 })
      expect(closest).toMatchObject({ kind: 'closest', of: 21 })
      expect(closest?.rows.map(({ row }) => row)).toEqual([11, 10, 22, 0, 1, 2])
      expect(closest?.rows.map(({ kept }) => kept)).toEqual([false, false, false, true, true, true])
      expect(closest?.rows[0]?.distance).toBeCloseTo(-0.011, 12)
      expect(walls.get('s0')).toHaveLength(1)
      expect(walls.get('kept')).toHaveLength(1)
    })
  })

  it('has rows near the cut by bins whose edges are exact', async () => {
    const below = 0.28 - 2 ** -54
    const pairs = [0.28, below, 0.2899, 0.29, 0.18, 0.1799, 0.3899, 0.3901, 0.57].map((score) =>
      scored(score),
    )
    expect(below).toBeLessThan(0.28)
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const { near } = await drawWalls(inspected, OPTIONS)
      expect([...near].map(([bin, rows]) => [bin, ...rows.map(({ row }) => row).sort()])).toEqual([
        ['0.18', 4],
        ['0.27', 1],
        ['0.28', 0, 2],
        ['0.29', 3],
        ['0.38', 6],
      ])
    })
  })

  it('spreads at most 60 bins where there is no cut', async () => {
    const score = { ...SCORE, step: null, cut: null }
    const pairs = Array.from({ length: 2000 }, (_, at): TestPair => ({ score: (at - 1000) / 1000 }))
    await withTestPairs({ pairs, score }, async (inspected) => {
      const { near, walls } = await drawWalls(inspected, OPTIONS)
      expect([near.size, [...near.keys()][0], [...near.keys()].at(-1)]).toEqual([50, '-1.00', '0.96'])
      expect([...near.values()].every((rows) => rows.length === 10)).toBe(true)
      expect([...walls.keys()]).toEqual(['kept'])
    })
  })

  it('has no rows near anything without a score, and nothing without rows', async () => {
    await withTestPairs({ pairs: [failed], steps: STEPS }, async (inspected) => {
      const { near, walls } = await drawWalls(inspected, OPTIONS)
      expect([near.size, ...walls.keys()]).toEqual([0, 's0'])
    })
    await withTestPairs({ pairs: [], steps: STEPS, score: SCORE }, async (inspected) => {
      expect(await drawWalls(inspected, OPTIONS)).toEqual({ walls: new Map(), near: new Map() })
    })
  })

  it('gives what an exhibit needs, hostile text redacted and cut', async () => {
    const pairs: readonly TestPair[] = [
      {
        ...scored(0.25),
        id: 9007199254740993n,
        url: `https://a.example/${'x'.repeat(5000)}`,
        text: `</script><img src=x onerror=alert(1)> '"; DROP TABLE pairs -- me@mail.example \u202e ${'😀'.repeat(9000)}`,
        language: 'en"><b>',
        key: '000000001',
        width: 640,
        height: 480,
      },
    ]
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const row = (await drawWalls(inspected, OPTIONS)).walls.get('s1')?.[0]?.rows[0]
      expect(row).toMatchObject({
        row: 0,
        id: 9007199254740993n,
        key: '000000001',
        domain: 'pages.example',
        language: null,
        kept: false,
        reason: 'low_similarity',
        filter: 'select.keep: similarity >= 0.28',
        score: 0.25,
        width: 640,
        height: 480,
      })
      expect(row?.distance).toBeCloseTo(-0.03, 12)
      expect([...(row?.url ?? '')]).toHaveLength(2048)
      // 2,000 code points, the 15 of the address now 8, and … for the rest.
      expect([...(row?.text ?? '')]).toHaveLength(2000 - 15 + 8 + 1)
      expect(
        row?.text.startsWith(
          `</script><img src=x onerror=alert(1)> '"; DROP TABLE pairs -- [e-mail] \u202e 😀`,
        ),
      ).toBe(true)
      expect(row?.text.isWellFormed()).toBe(true)
    })
  })
})
