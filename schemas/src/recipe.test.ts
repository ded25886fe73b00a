import { describe, expect, it } from 'vitest'
import { checkRecipe, recipeFields } from './recipe.js'

const problemsOf = (value: unknown): readonly string[] => {
  const checked = checkRecipe(value)
  return 'problems' in checked ? checked.problems : []
}

describe('recipeFields', () => {
  it('lists every leaf once, each with a type and one sentence', () => {
    const fields = recipeFields()
    expect(fields.length).toBeGreaterThan(15)
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length)
    for (const { path, about, type } of fields) {
      expect(about, path).toMatch(/^\S.{9,}\.$/s)
      expect(type, path).not.toBe('value')
    }
  })

  it('says the default that a recipe without the field gets', () => {
    const checked = checkRecipe({ source: { files: ['a'] } })
    if ('problems' in checked) throw new Error(checked.problems.join())
    const optional = ['source.files', 'source.pairs', 'fetch.user_agent']
    for (const { path, default: preset } of recipeFields().filter(
      (field) => !optional.includes(field.path),
    )) {
      const got = path
        .split('.')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], checked.recipe)
      expect(preset, path).not.toBeUndefined()
      expect(got, path).toEqual(preset)
    }
  })
})

describe('checkRecipe', () => {
  it('names path and value of every problem, and the known fields beside an unknown one', () => {
    expect(problemsOf({ source: { files: [] }, shadow: 2, plan: { wher: 'x' } })).toEqual([
      expect.stringMatching(/^Expected .* for source\.files, got \[\]$/),
      expect.stringMatching(/^Expected .* for shadow, got 2$/),
      expect.stringMatching(/^Expected one of where, block_domains at plan, got plan\.wher = "x"$/),
    ])
  })

  it.each<[string, object, RegExp]>([
    ['two sources', { source: { files: ['a'], pairs: ['b'] } }, /^Expected either files or pairs for source/],
    ['no source', { source: {} }, /^Expected either files or pairs for source, got \{\}$/],
    [
      'a list without the web',
      { source: { pairs: ['a'] } },
      /^Expected web, since .* for fetch\.source, got nothing$/,
    ],
    [
      'the web without a contact',
      { source: { files: ['a'] }, fetch: { source: 'web', user_agent: 'my crawl' } },
      /^Expected a name with a contact .* for fetch\.user_agent, got "my crawl"$/,
    ],
    [
      'names that lead off loopback',
      { source: { files: ['a'] }, fetch: { resolve: { 'a.example': '10.0.0.1:80' } } },
      /for fetch\.resolve\.a\.example, got "10\.0\.0\.1:80"$/,
    ],
    [
      'an unknown model',
      { source: { files: ['a'] }, score: { models: ['clip'] } },
      /for score\.models\.0, got "clip"$/,
    ],
    [
      'a wish for something else than similarity',
      { source: { files: ['a'] }, select: { keep: { punsafe: 0.5 } } },
      /for select\.keep/,
    ],
  ])('refuses %s', (_, recipe, problem) => {
    expect(problemsOf(recipe)).toEqual([expect.stringMatching(problem)])
  })

  it('shows the start of a huge value only', () => {
    const [problem] = problemsOf({ source: { files: 'x'.repeat(10_000) } })
    expect(problem?.length).toBeLessThan(300)
  })

  it.each([undefined, null, 7, 'text', []])('never throws: %j', (value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0)
  })
})
