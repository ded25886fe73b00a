import type { Recipe, Scorer } from '@warc2dataset/schemas'
import { checkRecipe } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { isJudgedByToy } from './toy-rule.js'

const scorer = (name: string, toy: boolean): Scorer =>
  ({ name, id: name, encoder: name, toy, threshold: 0.5, dim: 4 }) as Scorer

function recipe(select: unknown, allow: boolean): Recipe {
  const checked = checkRecipe({
    source: { files: ['a.warc'] },
    score: { models: ['toy'], allow_toy: allow },
    select,
  })
  if ('recipe' in checked) return checked.recipe
  throw new Error(checked.problems.join('\n'))
}

const judged = (select: unknown, { allow = true, toy = true } = {}): boolean =>
  isJudgedByToy({
    recipe: recipe(select, allow),
    scorers: [scorer('toy', toy), scorer('other', false)],
    annotators: [],
  })

describe('isJudgedByToy', () => {
  it.each([
    [{ keep: { similarity: 'threshold' } }, true],
    [{ keep: { fraction: 0.5 } }, true],
    [{ keep: { similarity_other: { as_many_as: { similarity_toy: 0.5 } } } }, true],
    [{ where: 'original_width >= 64 and similarity > 0.2' }, true],
    [{ where: 'similarity_toy > 0.2' }, true],
    [{ where: 'similarity_other > 0.2' }, false],
    [{ keep: { similarity_other: 0.5 } }, false],
    [{}, false],
  ] as const)('%j: %s', (select, expected) => expect(judged(select)).toBe(expected))

  it('is false where the toy was told to drop nothing, and where there is no toy', () => {
    expect(judged({ keep: { similarity: 'threshold' } }, { allow: false })).toBe(false)
    expect(judged({ keep: { similarity: 'threshold' } }, { toy: false })).toBe(false)
  })
})
