import type { Scorer } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { keepProblems, keepRules } from './keep-rules.js'

const scorer = (name: string, threshold: number | null) => ({ name, threshold }) as Scorer
const TWO = [scorer('b32', 0.28), scorer('l14', null)]

describe('keepProblems', () => {
  it.each([
    {},
    { fraction: 0.3 },
    { similarity: 'threshold' },
    { similarity_b32: 'threshold' },
    { similarity_l14: 0.2 },
  ] as const)('finds none in %j', (keep) => {
    expect(keepProblems(keep, TWO)).toEqual([])
  })

  it('says that a number must name its scorer', () => {
    expect(keepProblems({ similarity: 0.28 }, TWO)).toEqual([
      'Expected threshold for select.keep.similarity, got 0.28: a number belongs to one scorer, write similarity_b32: 0.28',
    ])
  })

  it('knows the scorers of the recipe and no other', () => {
    expect(keepProblems({ similarity_toy: 0.5 }, TWO)).toEqual([
      'Expected one of similarity, similarity_b32, similarity_l14 for select.keep, got similarity_toy',
    ])
    expect(keepProblems({ fraction: 0.3 }, [])).toEqual([
      'Expected score.models for select.keep, got none: nothing has a similarity',
    ])
  })

  it('refuses the threshold of a model that has none', () => {
    expect(keepProblems({ similarity_l14: 'threshold' }, TWO)).toEqual([
      'Expected a number for select.keep.similarity_l14, got threshold: model l14 has none of its own',
    ])
    expect(keepProblems({ similarity: 'threshold' }, TWO.slice(1))).toHaveLength(1)
  })
})

describe('keepProblems of as_many_as', () => {
  it.each<[Parameters<typeof keepProblems>[0], RegExp]>([
    [{ similarity_x: { as_many_as: { similarity_b32: 0.3 } } }, /for select\.keep, got similarity_x$/],
    [{ similarity_l14: { as_many_as: { similarity_x: 0.3 } } }, /as_many_as, got similarity_x$/],
    [
      { similarity_l14: { as_many_as: { similarity: 0.3 } } },
      /as_many_as\.similarity, got 0\.3: a number belongs/,
    ],
    [{ similarity_b32: { as_many_as: { similarity_l14: 'threshold' } } }, /model l14 has none of its own$/],
  ])('%j', (keep, problem) => {
    expect(keepProblems(keep, TWO)).toEqual([expect.stringMatching(problem)])
  })
})

describe('keepRules', () => {
  it('resolves similarity to the primary scorer, and thresholds to their models', () => {
    expect(keepRules({ similarity: 'threshold', similarity_l14: 0.2 }, TWO)).toEqual([
      { kind: 'at_least', scorer: 'b32', value: 0.28 },
      { kind: 'at_least', scorer: 'l14', value: 0.2 },
    ])
    expect(keepRules({ fraction: 0.25 }, TWO)).toEqual([{ kind: 'fraction', scorer: null, fraction: 0.25 }])
    expect(keepRules({ [`similarity_${TWO[1]?.name}`]: { fraction: 0.25 } }, TWO)).toEqual([
      { kind: 'fraction', scorer: TWO[1]?.name, fraction: 0.25 },
    ])
    const equal = { similarity_l14: { as_many_as: { similarity_b32: 'threshold' as const } } }
    expect(keepProblems(equal, TWO)).toEqual([])
    expect(keepRules(equal, TWO)).toEqual([{ kind: 'equal_pass', scorer: 'l14', of: 'b32', value: 0.28 }])
  })
})
