import { createRandom, type Random } from '@warc2dataset/pipeline/demo/seeded-random'
import {
  type CaptionChoices,
  type CaptionRule,
  chooseCaption,
  mixPlace,
} from '@warc2dataset/stages/select/choose-caption'
import { describe, expect, it } from 'vitest'

const SCORES = [null, Number.NaN, 0.1, 0.2, 0.2, 0.3, -0.1]
const RULES = ['alt', 'synthetic', 'best', 'mix', 'raw_then_synth'] as const

function draw(random: Random, key: string): CaptionChoices {
  const candidates = Array.from({ length: random.int(4) }, (_, n) => ({
    text: random.chance(0.1) ? '' : `${key}/${n}`,
    score: random.pick(SCORES),
  }))
  return { key, alt: random.chance(0.2) ? '' : `alt of ${key}`, altScore: random.pick(SCORES), candidates }
}

/** Written from the words, by sorting a list of all texts instead of comparing two. */
function reference(
  rule: CaptionRule,
  { key, alt, altScore, candidates }: CaptionChoices,
  seed: number,
): string {
  const score = (value: number | null) => (value === null || Number.isNaN(value) ? -1e9 : value)
  const texts = [{ text: alt, score: altScore, source: 'alt' }]
    .concat(candidates.map((one) => ({ ...one, source: 'synthetic' })))
    .filter(({ text }) => text !== '')
    .map((one, place) => ({ ...one, score: score(one.score), place }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
  const order: readonly (typeof texts)[] = [
    texts.filter(({ source }) => source === 'alt'),
    texts.filter(({ source }) => source === 'synthetic'),
  ]
  const preferred = (): typeof texts => {
    switch (rule.kind) {
      case 'alt':
        return order.flat()
      case 'synthetic':
        return [...order].reverse().flat()
      case 'best':
        return texts
      case 'mix':
        return (mixPlace(key, seed) < rule.synthetic ? [...order].reverse() : order).flat()
      case 'raw_then_synth':
        return order.flat().filter((one) => one.score >= (rule.threshold ?? Number.POSITIVE_INFINITY))
    }
  }
  const [first] = preferred()
  return first === undefined ? 'none' : `${first.source}: ${first.text}`
}

describe('chooseCaption', () => {
  it.each(RULES)('%s is what the reference chooses, of 3000 samples', (kind) => {
    const random = createRandom(`choose/${kind}`)
    const seen = new Set<string>()
    for (let n = 0; n < 3000; n++) {
      const choices = draw(random, `k${n}`)
      const threshold = random.pick([null, 0.1, 0.2, 0.25, -0.1])
      const rule: CaptionRule =
        kind === 'mix'
          ? { kind, synthetic: random.float() }
          : kind === 'raw_then_synth'
            ? { kind, threshold }
            : { kind }
      const chosen = chooseCaption(rule, choices, 3)
      const said = chosen.caption === null ? 'none' : `${chosen.caption_source}: ${chosen.caption}`
      expect(said).toBe(reference(rule, choices, 3))
      seen.add(said.split(':')[0] ?? '')
    }
    expect(seen).toEqual(new Set(['alt', 'synthetic', 'none']))
  })

  it('mix gives the share that it was told, other samples by another seed, and keeps what a smaller share chose', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `key-${n}`)
    const of = (synthetic: number, seed: number) =>
      new Set(
        keys.filter((key) => {
          const choices = { key, alt: 'a', altScore: 1, candidates: [{ text: 's', score: 0 }] }
          return chooseCaption({ kind: 'mix', synthetic }, choices, seed).caption_source === 'synthetic'
        }),
      )
    const third = of(0.3, 1)
    // Four standard deviations of a binomial.
    expect(Math.abs(third.size / keys.length - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / keys.length))
    const more = of(0.6, 1)
    expect([...third].every((key) => more.has(key))).toBe(true)
    expect([...of(0.3, 2)].every((key) => third.has(key))).toBe(false)
  })

  it('raw_then_synth keeps the best share of the alts, and of the rest only what is as good', () => {
    const random = createRandom('share')
    const samples = Array.from({ length: 1000 }, (_, n) => ({
      key: `k${n}`,
      alt: 'a',
      altScore: random.float(),
      candidates: [{ text: 's', score: random.float() }],
    }))
    const threshold = samples.map(({ altScore }) => altScore).toSorted((a, b) => b - a)[299] ?? null
    const chosen = samples.map((one) => chooseCaption({ kind: 'raw_then_synth', threshold }, one, 1))
    expect(chosen.filter(({ caption_source }) => caption_source === 'alt')).toHaveLength(300)
    const scores = samples.map(({ candidates }, n) =>
      chosen[n]?.caption_source === 'synthetic' ? candidates[0]?.score : null,
    )
    expect(scores.every((score) => score == null || score >= (threshold ?? 1))).toBe(true)
    expect(scores.filter((score) => score != null).length).toBeGreaterThan(100)
  })
})
